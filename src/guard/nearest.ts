/**
 * The known word that a person most likely meant: the only one that `word` abbreviates, else the closest spelling
 * within a third of its letters; null when nothing is near.
 */
export function nearest(word: string, known: Iterable<string>): string | null {
  const candidates = [...known].filter((candidate) => candidate.length < 64);
  const completions = candidates.filter((candidate) => candidate.startsWith(word));
  if (completions.length === 1) return completions[0] ?? null;
  let best: string | null = null;
  let bestDistance = Math.max(1, Math.floor(word.length / 3)) + 1;
  for (const candidate of word.length < 64 ? candidates : []) {
    const distance = editDistance(word, candidate);
    if (distance < bestDistance) [best, bestDistance] = [candidate, distance];
  }
  return best;
}

function editDistance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let i = 1; i <= from.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= to.length; j += 1) {
      const substitution = (row[j - 1] ?? 0) + (from[i - 1] === to[j - 1] ? 0 : 1);
      next.push(Math.min(substitution, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[to.length] ?? 0;
}
