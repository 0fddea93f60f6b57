import { readFileSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { checkoutAround } from './home.ts';
import type { Layout } from './layout.ts';
import { readEnvText } from './read-variables.ts';
import { NOTHING, type Reading } from './reading.ts';
import { reasonOf } from './reason-of.ts';

/** Reads the text of an `orchestrator.yaml`. Handed in, because the parser takes longer to load than most settings to read. */
export type YamlReader = (text: string, file: string) => Reading;

/** A settings file that exists. */
export interface ConfigFile {
  readonly path: string;
  readonly reading: Reading;
  /** All that a `.env` file sets; empty for YAML. */
  readonly variables: Readonly<Record<string, string | undefined>>;
}

/** The settings files of the base directory, by what counts first. */
export const readBaseFiles = (layout: Layout, readYaml: YamlReader): readonly ConfigFile[] =>
  readFiles(baseFiles(layout), layout, readYaml);

/** The settings files of the home that are not the base directory's as well; its YAML has a plain name there. */
export const readHomeFiles = (home: string, layout: Layout, readYaml: YamlReader): readonly ConfigFile[] => {
  const read = baseFiles(layout);
  const files = ['.env', 'orchestrator.yaml', 'config.yaml'].map((name) => join(home, name));
  return readFiles(
    files.filter((file) => !read.includes(file)),
    layout,
    readYaml,
  );
};

const baseFiles = (layout: Layout): readonly string[] =>
  ['.env', 'orchestrator.yaml', join('.orchestrator', 'config.yaml')].map((name) => join(layout.worktreesDir, name));

const readFiles = (paths: readonly string[], layout: Layout, readYaml: YamlReader): readonly ConfigFile[] =>
  paths.map((path) => readConfigFile(path, layout, readYaml)).filter((file) => file !== null);

/**
 * Reads one settings file; null where there is none. A file that really lies in a worktree is not read: a repository could otherwise
 * send the key of the model service elsewhere.
 */
const readConfigFile = (path: string, layout: Layout, readYaml: YamlReader): ConfigFile | null => {
  try {
    const checkout = checkoutAround(realpathSync(path), layout);
    if (checkout !== null) return broken(path, `leads into the worktree ${checkout}, from which no settings are read`);
    const text = new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(path));
    if (path.endsWith('.env')) return { path, ...readEnvText(text, path) };
    return { path, reading: readYaml(text, path), variables: {} };
  } catch (cause) {
    const reason = reasonOf(cause);
    return reason === 'ENOENT' || reason === 'ENOTDIR' ? null : broken(path, `cannot be read (${reason})`);
  }
};

const broken = (path: string, why: string): ConfigFile => ({
  path,
  reading: { ...NOTHING, mistakes: [`${path}: ${why}`] },
  variables: {},
});
