import { lstatSync, type Stats } from 'node:fs';

/** The file system's own bytes of a name from git, whose characters are bytes (latin1). */
export function bytePath(root: string, name: string): Buffer {
  return Buffer.concat([Buffer.from(`${root}/`, 'utf8'), Buffer.from(name, 'latin1')]);
}

/** A name from git as text. */
export function textOf(name: string): string {
  return Buffer.from(name, 'latin1').toString('utf8');
}

/** The outermost parent of a name that is there and no directory; links are none, whatever they point to. */
export function blockingParent(root: string, name: string): string | null {
  for (let end = name.indexOf('/'); end !== -1; end = name.indexOf('/', end + 1)) {
    const parent = name.slice(0, end);
    const stat = lstatSync(bytePath(root, parent), { throwIfNoEntry: false });
    if (stat === undefined) return null;
    if (!stat.isDirectory()) return parent;
  }
  return null;
}

/** What stands at a name, as git sees it: never through a link. */
export function lookAt(root: string, name: string): Stats | undefined {
  if (blockingParent(root, name) !== null) return undefined;
  return lstatSync(bytePath(root, name), { throwIfNoEntry: false });
}
