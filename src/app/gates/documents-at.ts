import type { Artifact, DocumentPlace, Evidence } from '../../domain/evidence.ts';
import type { Frontmatter } from '../../ports/frontmatter.ts';
import type { EntryKind } from '../../ports/git.ts';
import type { App } from '../app.ts';

/** A document longer than this is no document; one character more of it is read, so that it is seen to be. */
const LONGEST_DOCUMENT = 256 * 1024;

/** Where documents are read: absolute path of a checkout, and a commit; null where there is none yet. */
interface Where {
  readonly dir: string;
  readonly commit: string | null;
}

/**
 * What stands at paths of a commit, by path. Only a regular file is a document: the text of a link is where it leads, which is never
 * empty, and what it leads to belongs to no candidate (INV-2, INV-13).
 */
export const documentsAt = async (
  { git }: Pick<App, 'git'>,
  { dir, commit }: Where,
  paths: readonly string[],
): Promise<Evidence['documents']> => {
  if (commit === null) return {};
  const [kinds, texts] = await Promise.all([
    git.kinds(dir, commit, paths),
    Promise.all(paths.map((path) => git.show(dir, commit, path))),
  ]);
  const found = paths.flatMap((path, index) => {
    const kind = kinds.get(path);
    return kind === undefined ? [] : [[path, placeOf(kind, texts[index] ?? '')] as const];
  });
  return Object.fromEntries(found);
};

const placeOf = (kind: EntryKind, text: string): DocumentPlace =>
  kind === 'file' ? { text: text.slice(0, LONGEST_DOCUMENT + 1) } : { instead: WORDS[kind] };

const WORDS: Readonly<Record<Exclude<EntryKind, 'file'>, string>> = {
  link: 'a symbolic link',
  submodule: 'a submodule',
  directory: 'a directory',
};

/** A document at a commit, by what is read of it. */
export const artifactAt = async (
  app: Pick<App, 'git' | 'frontmatter'>,
  where: Where,
  path: string,
  read = readArtifact,
): Promise<Artifact> => {
  const { [path]: place } = await documentsAt(app, where, [path]);
  if (place === undefined) return { path, status: 'missing' };
  return 'text' in place ? read(app.frontmatter, path, place.text) : { path, status: 'missing', ...place };
};

/** A report's text with its frontmatter, or why it has none. */
export const readArtifact = (frontmatter: Frontmatter, path: string, text: string): Artifact =>
  artifactOf(path, text, 'report', () => frontmatter.read(text));

/** A file of YAML with its fields, or why it has none. */
export const readPlan = (frontmatter: Frontmatter, path: string, text: string): Artifact =>
  artifactOf(path, text, 'plan', () => {
    const reading = frontmatter.readYaml(text);
    return reading.ok ? reading : { ...reading, problem: `line ${reading.line}: ${reading.problem}` };
  });

const artifactOf = (
  path: string,
  text: string,
  kind: 'report' | 'plan',
  read: () => ReturnType<Frontmatter['read']>,
): Artifact => {
  if (text.length > LONGEST_DOCUMENT)
    return { path, status: 'unreadable', problem: `it is longer than any ${kind}`, text: null };
  const reading = read();
  return reading.ok
    ? { path, status: 'read', fields: reading.fields, text }
    : { path, status: 'unreadable', problem: reading.problem, text };
};
