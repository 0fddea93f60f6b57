import type { LockEntries } from './lock-entries.ts';

/** Plain enough that yarn and we read the same: no escapes, no braces, nothing but a name first. */
const HEADER = /^["@\w][^\\{}]*:$/;

/** The entries of a `yarn.lock`, classic or not, each under every descriptor that leads to it. */
export const yarnLockEntries = (text: string): LockEntries => {
  const entries = new Map<string, string>();
  for (const block of text.replaceAll('\r\n', '\n').split(/^(?=\S)/m)) {
    const [header = '', ...body] = block.trimEnd().split('\n');
    if (header.trim() === '' || header.startsWith('#')) continue;
    if (!HEADER.test(header)) return null;
    for (const descriptor of header.slice(0, -1).replaceAll('"', '').split(/,\s*/)) {
      if (entries.has(descriptor)) return null;
      // The repository's own packages are what their package.json says.
      entries.set(descriptor, descriptor.includes('@workspace:') ? '' : body.join('\n'));
    }
  }
  return entries;
};
