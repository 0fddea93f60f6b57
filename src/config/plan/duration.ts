/** Seconds, or hours, minutes and seconds, each once and the larger first. */
export const DURATION = /^(?=\d)(?:(\d+(?:\.\d+)?)|(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?)$/;

/**
 * A duration in milliseconds.
 * @param written seconds, or text that fits `DURATION`
 */
export const durationMs = (written: number | string): number => {
  if (typeof written === 'number') return Math.round(written * 1000);
  const [, plain = 0, hours = 0, minutes = 0, seconds = 0] = DURATION.exec(written) ?? [];
  return durationMs(Number(plain) + Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds));
};
