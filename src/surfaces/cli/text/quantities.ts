import { formatCost } from '../../../domain/format/cost.ts';
import type { Usage } from '../../../domain/usage/usage.ts';

/** `0.4s`, `12s`, `5m02s`, `1h04m`; hours never become days, so that a long run is seen as one. */
export const duration = (ms: number): string => {
  const seconds = Math.max(0, ms) / 1000;
  if (seconds < 10) return `${seconds.toFixed(1)}s`;
  if (seconds < 60) return `${Math.floor(seconds)}s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes}m${two(Math.floor(seconds % 60))}s`;
  return `${Math.floor(minutes / 60)}h${two(minutes % 60)}m`;
};

/** How long ago or how long already, where tenths of a second would only flicker: `4s`, `2m`, `3h`. */
export const age = (ms: number): string => {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  if (seconds < 60) return `${seconds}s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)}m`;
  return `${Math.floor(seconds / 3600)}h`;
};

/** Cents, and fractions of a cent where there is less than one. */
export const money = (usd: number): string => (usd > 0 && usd < 0.01 ? `$${usd.toPrecision(2)}` : formatCost(usd));

/** `950`, `12k`, `1.4M`. */
export const compactCount = (count: number): string => {
  if (count < 1000) return String(count);
  if (count < 999_500) return `${Math.round(count / 1000)}k`;
  return `${(count / 1_000_000).toFixed(1)}M`;
};

/** What something cost: money where the price is known, tokens where it is not, nothing where nothing was used. */
export const cost = ({ inputTokens, outputTokens, costUsd }: Usage): string => {
  const tokens = inputTokens + outputTokens;
  if (tokens === 0 && !costUsd) return '';
  return costUsd === null ? `${compactCount(tokens)} tokens` : money(costUsd);
};

/** `1 task`, `4 tasks`. */
export const counted = (count: number, noun: string, plural = `${noun}s`): string =>
  `${count} ${count === 1 ? noun : plural}`;

/** The first seven digits of a commit, as git shows it. */
export const shortCommit = (commit: string): string => commit.slice(0, 7);

const two = (value: number): string => String(value).padStart(2, '0');
