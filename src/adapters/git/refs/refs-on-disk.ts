import { existsSync, lstatSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { ObjectId } from '../../../ports/git.ts';
import { gitDirOf, readTextFile } from '../layout.ts';
import { isObjectId } from '../objects/object-id.ts';

const SYMBOLIC = 'ref: ';

/** Names that can be nothing but refs that all worktrees share; others are left to git's rules. */
const PLAIN_REF = /^refs\/(?:heads|remotes|orchestrator)\/(?!.*\.\.)[\w./-]+$/;

/** Where HEAD points: `ref` is null when detached, `id` when its branch has no commit yet. */
interface HeadOnDisk {
  readonly ref: string | null;
  readonly id: ObjectId | null;
}

/**
 * What a ref holds, read from git's own files, since starting git for it costs a hundred times as much and is done before every step.
 * @param checkout absolute path of a worktree's root
 * @returns null when there is no such ref; undefined wherever the files are not as plain as git writes them, so that git has to be asked
 */
export function readRef(checkout: string, ref: string): ObjectId | null | undefined {
  if (ref === 'HEAD') return readHead(checkout)?.id;
  const commonDir = commonDirOf(checkout);
  if (commonDir === undefined || !PLAIN_REF.test(ref) || existsSync(join(commonDir, 'reftable'))) return undefined;
  const stat = lstatSync(join(commonDir, ref), { throwIfNoEntry: false });
  // Git packs a ref before it deletes the loose one: read in this order none is missed.
  if (stat === undefined || stat.isDirectory()) return packedRef(commonDir, ref);
  return stat.isFile() ? plainId(readTextFile(join(commonDir, ref))) : undefined;
}

/** What HEAD of a checkout says; undefined as for `readRef`. */
export function readHead(checkout: string): HeadOnDisk | undefined {
  const gitDir = tryGitDir(checkout);
  if (gitDir === undefined || lstatSync(join(gitDir, 'HEAD'), { throwIfNoEntry: false })?.isFile() !== true)
    return undefined;
  const text = readTextFile(join(gitDir, 'HEAD'))?.trimEnd();
  if (!text?.startsWith(SYMBOLIC)) {
    const id = plainId(text ?? null);
    return id === undefined ? undefined : { ref: null, id };
  }
  const ref = text.slice(SYMBOLIC.length);
  const id = readRef(checkout, ref);
  return id === undefined ? undefined : { ref, id };
}

/** The directory that all worktrees share; undefined when `checkout` is not the root of one. */
export function commonDirOf(checkout: string): string | undefined {
  const gitDir = tryGitDir(checkout);
  if (gitDir === undefined) return undefined;
  const common = readTextFile(join(gitDir, 'commondir'))?.trimEnd();
  return common === undefined ? gitDir : resolve(gitDir, common);
}

function tryGitDir(checkout: string): string | undefined {
  try {
    return gitDirOf(checkout);
  } catch {
    return undefined;
  }
}

/** Lines are `<id> <ref>`; what an annotated tag leads to stands on a line of its own, with `^` before it. */
function packedRef(commonDir: string, ref: string): ObjectId | null | undefined {
  const packed = `\n${readTextFile(join(commonDir, 'packed-refs')) ?? ''}`;
  const end = packed.indexOf(` ${ref}\n`);
  return end === -1 ? null : plainId(packed.slice(packed.lastIndexOf('\n', end) + 1, end));
}

function plainId(text: string | null): ObjectId | undefined {
  const id = text?.trimEnd();
  return id !== undefined && isObjectId(id) ? id : undefined;
}
