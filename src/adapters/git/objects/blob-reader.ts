import type { ObjectId } from '../../../ports/git.ts';
import { createMemo } from '../memo.ts';
import { commonDirOf } from '../refs/refs-on-disk.ts';
import type { GitRunner } from '../run/runner.ts';
import { isObjectId } from './object-id.ts';

const REMEMBERED = 256;
const LARGEST_KEPT = 64 * 1024;

/** A file's text at a commit, or null when it is not there. */
type BlobReader = (dir: string, commit: ObjectId, path: string) => Promise<string | null>;

interface Wanted {
  /** What `cat-file` is asked for; each byte one character (latin1), as in its answer. */
  readonly name: string;
  readonly resolve: (text: string | null) => void;
  readonly reject: (error: unknown) => void;
}

/** Reads files of commits. Those that are asked for at once are read by one process, and a commit's small files once. */
export function createBlobReader(run: GitRunner): BlobReader {
  const known = createMemo<string | null>(REMEMBERED, (text) => (text?.length ?? 0) <= LARGEST_KEPT);
  const waiting = new Map<string, Wanted[]>();

  async function flush(dir: string): Promise<void> {
    const wanted = waiting.get(dir) ?? [];
    waiting.delete(dir);
    try {
      const { stdout } = await run(dir, ['cat-file', '--batch', '-z'], {
        input: Buffer.from(wanted.map(({ name }) => `${name}\0`).join(''), 'latin1'),
        encoding: 'latin1',
      });
      const texts = parseBatch(
        stdout,
        wanted.map(({ name }) => name),
      );
      for (const [index, { resolve }] of wanted.entries()) resolve(texts[index] ?? null);
    } catch (error) {
      for (const { reject } of wanted) reject(error);
    }
  }

  function read(dir: string, commit: ObjectId, path: string): Promise<string | null> {
    const { promise, resolve, reject } = Promise.withResolvers<string | null>();
    const others = waiting.get(dir);
    const wanted = { name: Buffer.from(`${commit}:${path}`, 'utf8').toString('latin1'), resolve, reject };
    if (others !== undefined) others.push(wanted);
    else {
      waiting.set(dir, [wanted]);
      setImmediate(() => void flush(dir));
    }
    return promise;
  }

  return (dir, commit, path) =>
    isObjectId(commit)
      ? known.get([commonDirOf(dir) ?? dir, commit, path].join('\0'), () => read(dir, commit, path))
      : read(dir, commit, path);
}

/** Texts in the order of their names; null for what is missing and for what is no file. */
function parseBatch(output: string, names: readonly string[]): (string | null)[] {
  let rest = 0;
  return names.map((name) => {
    const missing = `${name} missing\n`;
    if (output.startsWith(missing, rest)) {
      rest += missing.length;
      return null;
    }
    const start = output.indexOf('\n', rest) + 1;
    const [, type, size] = output.slice(rest, start - 1).split(' ');
    const end = start + Number(size);
    rest = end + 1;
    return type === 'blob' ? Buffer.from(output.slice(start, end), 'latin1').toString('utf8') : null;
  });
}
