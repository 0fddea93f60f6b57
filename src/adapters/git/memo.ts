/** Answers by their question, the latest ones. */
export interface Memo<T> {
  /** The remembered answer, or what `find` answers now; those who ask at once share one search. A rejection is not remembered. */
  get(key: string, find: () => Promise<T>): Promise<T>;
  set(key: string, answer: T): void;
}

/**
 * For facts that their question fixes for good: what object ids name, what a file's bytes say. Never for refs, files or settings, which
 * change under our feet (INV-1).
 * @param capacity how many answers are kept; the one that was not used for longest goes first
 * @param isLasting false for an answer that may be another the next time, or is too large to keep
 */
export function createMemo<T>(capacity: number, isLasting: (answer: T) => boolean = () => true): Memo<T> {
  const answers = new Map<string, Promise<T>>();

  function keep(key: string, answer: Promise<T>): void {
    answers.delete(key);
    answers.set(key, answer);
    const [oldest] = answers.keys();
    if (answers.size > capacity && oldest !== undefined) answers.delete(oldest);
  }

  return {
    async get(key, find) {
      const answer = answers.get(key) ?? find();
      keep(key, answer);
      try {
        const found = await answer;
        if (!isLasting(found)) answers.delete(key);
        return found;
      } catch (error) {
        answers.delete(key);
        throw error;
      }
    },
    set: (key, answer) => keep(key, Promise.resolve(answer)),
  };
}
