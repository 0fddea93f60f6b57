import type { LockEntries } from './lock-entries.ts';

/** Lines of a `[[package]]` that say which code it is; what it depends on is bound by its own version. */
const SOURCE_LINE = /^\s*"?(source|checksum|sdist)\b|^\s*\{\s*"?(url|path|file|filename)\b/;

/** The packages of a `Cargo.lock`, which may hold several versions of one. */
export const cargoLockEntries = (text: string): LockEntries =>
  packagesOf(text, (name, version) => `${name} ${version}`);

/** The packages of a `uv.lock` or `poetry.lock`. A further block of one name is a part of that entry. */
export const pythonLockEntries = (text: string): LockEntries => packagesOf(text, (name) => name);

const packagesOf = (text: string, keyOf: (name: string, version: string) => string): LockEntries => {
  const [head = '', ...blocks] = text.replaceAll('\r\n', '\n').split(/^\[\[package\]\]\n/m);
  if (text.includes('\\')) return null;
  const entries = new Map<string, string>([['', head.replaceAll(/^#.*\n/gm, '').trim()]]);
  for (const block of blocks) {
    const name = stringOf(block, 'name');
    const version = stringOf(block, 'version');
    if (name === undefined) return null;
    const source = block.split('\n').filter((line) => SOURCE_LINE.test(line));
    // The repository's own package: its version is its own affair.
    const isOwn = source.length === 0 || source.some((line) => /^source = \{ (editable|virtual) = "\."/.test(line));
    const key = isOwn ? name : keyOf(name, version ?? '');
    entries.set(key, `${entries.get(key) ?? ''}${isOwn ? '' : `${version}\n${source.join('\n')}\n`}`);
  }
  return entries;
};

const stringOf = (block: string, key: string): string | undefined =>
  new RegExp(`^${key} = "([^"]*)"$`, 'm').exec(block)?.[1];

/** The checksums of a `go.sum` by module and version. */
export const goSumEntries = (text: string): LockEntries =>
  new Map(
    text.split(/\r?\n/).flatMap((line): [string, string][] => {
      const [module = '', version = '', sum = ''] = line.trim().split(/\s+/);
      return module === '' ? [] : [[`${module} ${version}`, sum]];
    }),
  );
