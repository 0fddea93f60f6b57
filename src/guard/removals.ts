import { posix } from 'node:path';
import type { Invocation } from './carried/invocation.ts';
import type { Refusal } from './refusal.ts';

/** Refuses `rm` and `find` where they would take everything: the file system, a home, the directory itself or git's own. */
export function removalRefusal({ program, words }: Invocation): Refusal | null {
  if (program === 'rm') return removeRefusal(words);
  return program === 'find' ? findRefusal(words) : null;
}

/** What takes everything with it, as the path reads once `x/..` and the like are gone. */
const EVERYTHING =
  /^(?:\/[^/]*|\/(?:home|users|var|usr)\/[^/]+|(?:\.\.\/)*(?:\.\.?|\*|\.\*)|(?:~|\$\{?HOME\}?|\$\{?PWD\}?)[^/]*(?:\/\*)?|\/(?:[^/]+\/)?\*|(?:.*\/)?\.git)$/i;

function takesEverything(path: string): boolean {
  return path !== '' && EVERYTHING.test(posix.normalize(path).replace(/(?<=.)\/$/, ''));
}

function removeRefusal(words: readonly string[]): Refusal | null {
  const dashes = words.indexOf('--');
  const options = (dashes < 0 ? words : words.slice(0, dashes)).filter((word) => word.startsWith('-') && word !== '-');
  const recursive = options.some((word) =>
    word.startsWith('--') ? '--recursive'.startsWith(word) && word.length > 2 : /r/i.test(word),
  );
  const targets = words.filter((word, index) => (dashes >= 0 && index > dashes) || !word.startsWith('-'));
  const target = targets.find(takesEverything);
  return recursive && target !== undefined
    ? {
        rule: 'rm.everything',
        reason: `rm of "${target}" would remove everything; name the files or directories that are to go.`,
      }
    : null;
}

/** Tests that narrow what `find` finds; without one it finds all. */
const FIND_TESTS = /^-i?(?:name|path|wholename|regex|lname)$|^-(?:newer\w*|[acm]time|[acm]min|size|empty)$/;

function findRefusal(words: readonly string[]): Refusal | null {
  const first = words.findIndex((word) => /^[-(!]/.test(word) && !/^-[HLPOD]/.test(word));
  const roots = words.slice(0, first < 0 ? undefined : first).filter((word) => !word.startsWith('-'));
  const broad = roots.length === 0 || roots.some(takesEverything);
  const removes = words.some(
    (word, index) => word === '-delete' || (word === 'rm' && words[index - 1]?.startsWith('-exec')),
  );
  return removes && broad && !words.some((word) => FIND_TESTS.test(word))
    ? { rule: 'rm.everything', reason: 'find without a test removes everything; name what is to go.' }
    : null;
}
