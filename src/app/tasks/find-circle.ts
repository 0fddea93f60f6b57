/** A circle among dependencies as a path that ends where it begins; null when there is none. */
export const findCircle = (dependencies: ReadonlyMap<string, readonly string[]>): readonly string[] | null => {
  const finished = new Set<string>();
  const visit = (node: string, path: readonly string[]): readonly string[] | null => {
    if (finished.has(node)) return null;
    const start = path.indexOf(node);
    if (start >= 0) return [...path.slice(start), node];
    for (const next of dependencies.get(node) ?? []) {
      const circle = visit(next, [...path, node]);
      if (circle !== null) return circle;
    }
    finished.add(node);
    return null;
  };
  for (const node of dependencies.keys()) {
    const circle = visit(node, []);
    if (circle !== null) return circle;
  }
  return null;
};
