/** What shows that a child is at work. */
interface SignsOfLife {
  readonly printedBytes: () => number;
  /** See `ProcessSpec.activity`. */
  readonly activity: (() => Promise<string>) | undefined;
}

/** Longer delays make a timer fire at once. */
export const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** The child is ended after its allowed silence and at most one more of so many parts of it. */
const LOOKS_PER_SILENCE = 4;

/**
 * Calls `onSilent` once after `silenceMs` with neither output nor a change of `activity` (INV-14). Looks without a sign are
 * counted, not time, so that a machine that slept or a busy event loop ends no child that is at work. `activity` is asked only
 * while there is no output, since it may cost a walk through a worktree; one that fails or hangs shows no change.
 * @returns a function that ends the watch
 */
export function watchSilence(silenceMs: number, signs: SignsOfLife, onSilent: () => void): () => void {
  const stepMs = Math.min(silenceMs / LOOKS_PER_SILENCE, LONGEST_TIMER_MS);
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;
  let printed = 0;
  let seen: string | null = null;
  let quietLooks = 0;

  const hasPrinted = (): boolean => {
    const before = printed;
    printed = signs.printedBytes();
    return printed !== before;
  };
  const hasChanged = async (): Promise<boolean> => {
    const before = seen;
    seen = (signs.activity && (await answerWithin(stepMs, signs.activity))) ?? before;
    return seen !== before;
  };
  const look = async (): Promise<void> => {
    quietLooks = hasPrinted() || (await hasChanged()) ? 0 : quietLooks + 1;
    if (quietLooks === LOOKS_PER_SILENCE) {
      onSilent();
    } else if (!stopped) {
      timer = setTimeout(look, stepMs);
    }
  };
  timer = setTimeout(look, stepMs);

  return () => {
    stopped = true;
    clearTimeout(timer);
  };
}

async function answerWithin(timeoutMs: number, ask: () => Promise<string>): Promise<string | null> {
  const { promise: late, resolve } = Promise.withResolvers<null>();
  const timer = setTimeout(() => resolve(null), timeoutMs);
  return Promise.race([ask().catch(() => null), late]).finally(() => clearTimeout(timer));
}
