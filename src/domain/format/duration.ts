/**
 * Seconds as `12s`, `4m 12s`, `2h 47m`; fractions are cut off. Empty for what is no duration, so that the caller leaves its
 * line out; never throws.
 */
export const formatDuration = (seconds: unknown): string => {
  if (typeof seconds !== 'number' || !Number.isFinite(seconds) || seconds < 0) return '';
  const whole = Math.trunc(seconds);
  if (whole < 60) return `${whole}s`;
  if (whole < 3600) return `${Math.trunc(whole / 60)}m ${two(whole % 60)}s`;
  return `${Math.trunc(whole / 3600)}h ${two(Math.trunc((whole % 3600) / 60))}m`;
};

const two = (value: number): string => String(value).padStart(2, '0');
