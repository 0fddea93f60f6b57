const UNIT_MS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

const DURATION = String.raw`(?:\d+(?:\.\d+)?\s*(?:milliseconds?|ms|seconds?|secs?|s|minutes?|mins?|m|hours?|hrs?|h|days?|d)(?![a-z])[\s,]*(?:and\s+)?)+`;
const AFTER_PHRASE = new RegExp(
  String.raw`(?:try(?:ing)? again|retry(?:ing)?|wait|resets?|available)\s+(?:in|after|for)?\s*(${DURATION})`,
  'i',
);
const BARE_SECONDS = /retry[-_ ]after(?:[-_ ]seconds)?["']?\s*[:=]?\s*["']?(\d+(?:\.\d+)?)/i;
const BARE_MILLISECONDS = /retry[-_ ]after[-_ ]ms["']?\s*[:=]?\s*["']?(\d+(?:\.\d+)?)/i;
const PART = /(\d+(?:\.\d+)?)\s*(ms|milli|s|m|h|d)[a-z]*/gi;

const DATE = /retry[-_ ]after["']?\s*[:=]?\s*["']?((?:mon|tue|wed|thu|fri|sat|sun)[a-z]*,\s[\w: -]{10,30}?\sgmt)/i;

/**
 * How long a service asked us to wait, in milliseconds, from a CLI's own words; null when they don't say. A date is one of HTTP, and
 * one that is past means now.
 * @param now milliseconds since the epoch
 */
export function readRetryHint(text: string, now: number): number | null {
  const date = Date.parse(DATE.exec(text)?.[1] ?? '');
  if (!Number.isNaN(date)) return Math.max(0, date - now);
  const phrase = AFTER_PHRASE.exec(text)?.[1];
  if (phrase) return sumDurations(phrase);
  const milliseconds = BARE_MILLISECONDS.exec(text)?.[1];
  if (milliseconds) return Math.ceil(Number(milliseconds));
  const seconds = BARE_SECONDS.exec(text)?.[1];
  return seconds ? Math.ceil(Number(seconds) * 1000) : null;
}

const sumDurations = (phrase: string): number => {
  let total = 0;
  for (const [, amount, unit] of phrase.matchAll(PART)) {
    total += Number(amount) * (UNIT_MS[unit === undefined ? '' : unit.toLowerCase().replace('milli', 'ms')] ?? 0);
  }
  return Math.ceil(total);
};
