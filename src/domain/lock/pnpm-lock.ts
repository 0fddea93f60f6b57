import type { LockEntries } from './lock-entries.ts';

/** How deep a section's entries are indented; the other sections are one entry together. */
const DEPTHS: Readonly<Record<string, number>> = {
  packages: 2,
  snapshots: 2,
  dependencies: 2,
  devDependencies: 2,
  optionalDependencies: 2,
  importers: 6,
};

const SETTINGS = 'settings';

const LINE = /^( *)('[^']*'|"[^"\\]*"|[^\s'"\\][^'"\\]*?):(?: (.*))?$/;

/** They say for what an entry is there, or repeat package.json. */
const WITHOUT_WEIGHT = /^ *(?:(?:dev|optional): (?:true|false)|specifier: .*)$/;

/** The entries of a `pnpm-lock.yaml` by their places. */
export const pnpmLockEntries = (text: string): LockEntries => {
  const entries = new Map<string, string>();
  const above: string[] = [];
  let current = '';
  let depth = 0;
  for (const line of text.split(/\r?\n/)) {
    if (line.trim() === '' || line.startsWith('#')) continue;
    const indent = line.search(/\S/);
    if (indent > depth && current !== '') {
      if (line.includes('\\')) return null;
      if (!WITHOUT_WEIGHT.test(line)) entries.set(current, `${entries.get(current) ?? ''}\n${line}`);
      continue;
    }
    const [, , key = '', value = ''] = LINE.exec(line) ?? [];
    if (key === '') return null;
    const name = key.replaceAll(/^['"]|['"]$/g, '');
    if (indent === 0) depth = DEPTHS[name] ?? 0;
    if (depth === 0) {
      current = SETTINGS;
      entries.set(current, `${entries.get(current) ?? ''}\n${line}`);
      continue;
    }
    above.length = Math.min(above.length, indent / 2);
    const place = [...above, name].join(' > ');
    above.push(name);
    const isContainer = indent < depth && value === '';
    current = isContainer ? '' : place;
    if (isContainer) continue;
    if (entries.has(place)) return null;
    entries.set(place, value);
  }
  return entries;
};
