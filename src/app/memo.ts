/** Values that are made once for each key; of more than `most` the one that was longest unused is forgotten. */
interface Memo<K, T> {
  /** What was made for the key before, or is made now. What could not be made is made anew at the next call. */
  get(key: K, make: () => Promise<T>): Promise<T>;
}

/** @param most how many values are kept; all of them where nobody says it */
export const createMemo = <K, T>(most = Number.POSITIVE_INFINITY): Memo<K, T> => {
  const values = new Map<K, Promise<T>>();
  return {
    get: (key, make) => {
      const value = values.get(key) ?? make();
      // Last in the order of a map is what was put in last.
      values.delete(key);
      values.set(key, value);
      value.catch(() => {
        if (values.get(key) === value) values.delete(key);
      });
      for (const oldest of values.keys()) {
        if (values.size <= most) break;
        values.delete(oldest);
      }
      return value;
    },
  };
};
