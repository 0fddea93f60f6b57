import { delimiter, dirname, isAbsolute, join, resolve, sep } from 'node:path';

interface PathSurroundings {
  /** Absolute path of this product's own package. */
  readonly productRoot: string;
  /** What Yarn says about the folder that it puts in front. */
  readonly berryBinFolder: string | undefined;
}

const BIN = `${sep}node_modules${sep}.bin`;

/**
 * `PATH` without what Yarn, npm, npx and our launcher put in front of it, order kept (INV-12). A `node_modules/.bin` that the person
 * put there stays: npm's own are told from it by the chain that they form, from the package up to the root, before npm's `node-gyp-bin`.
 * Empty and relative entries go too: for a worker they would mean its worktree.
 */
export const cleanPath = (path: string, surroundings: PathSurroundings): string => {
  const entries = path.split(delimiter);
  const chains = entries.flatMap((entry, index) => (isNodeGyp(entry) ? npmChain(entries, index) : []));
  const dropped = new Set(chains);
  return entries
    .filter((entry, index) => !dropped.has(index) && isAbsolute(entry) && !isOurs(entry, surroundings))
    .join(delimiter);
};

const isNodeGyp = (entry: string): boolean => entry.endsWith(`${sep}node-gyp-bin`);

/** Indexes of `node-gyp-bin` and of the chain before it, each entry one directory below the next; npx repeats one at its front. */
const npmChain = (entries: readonly string[], end: number): readonly number[] => {
  const chain = [end];
  let above: string | null = null;
  for (let index = end - 1; index >= 0; index -= 1) {
    const entry = entries[index] ?? '';
    const owner = entry.endsWith(BIN) ? entry.slice(0, -BIN.length) || sep : null;
    const continues: boolean = owner !== null && (above === null || (dirname(owner) === above && owner !== above));
    if (!continues && !chain.some((known) => entries[known] === entry)) break;
    chain.push(index);
    above = continues ? owner : above;
  }
  return chain;
};

const isOurs = (entry: string, { productRoot, berryBinFolder }: PathSurroundings): boolean => {
  const directory = resolve(entry);
  const isNpxCache = directory.endsWith(BIN) && directory.includes(`${sep}_npx${sep}`);
  const isYarnFolder = directory === berryBinFolder || /[/\\]xfs-[0-9a-f]{8}$/.test(directory);
  const isLaunchersNode = directory.startsWith(join(productRoot, '.node') + sep);
  return isNpxCache || isYarnFolder || isLaunchersNode || directory === join(productRoot, 'node_modules', '.bin');
};
