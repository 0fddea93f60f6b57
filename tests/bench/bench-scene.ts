import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Model } from '@openai/agents';
import type { LeadApp } from '../../src/app/lead/lead-hands.ts';
import { buildApp } from '../../src/composition/build-app.ts';
import { loadSettings } from '../../src/config/load-settings.ts';
import { createLead } from '../../src/supervisor/lead.ts';

export const ROOT = join(import.meta.dirname, '../..');

/** A base directory with a repository of 500 files in `main`, and a person's environment. */
export interface BenchScene {
  readonly base: string;
  readonly main: string;
  readonly environment: Readonly<Record<string, string>>;
  git(...args: readonly string[]): string;
  /** Puts `main` back to its first commit and removes all worktrees; the home stays. */
  restore(): void;
  remove(): void;
}

const FILES = 500;

export const createBenchScene = (): BenchScene => {
  const base = realpathSync(mkdtempSync(join(tmpdir(), 'bench-')));
  const main = join(base, 'main');
  const copy = join(base, 'copy-of-main');
  const person = join(base, 'person');
  const environment = { PATH: process.env.PATH ?? '', HOME: person, GIT_CONFIG_NOSYSTEM: '1', LC_ALL: 'C.UTF-8' };
  const git = (...args: readonly string[]): string =>
    execFileSync('git', [...args], { cwd: main, env: environment, encoding: 'utf8' }).trim();

  mkdirSync(main);
  mkdirSync(person);
  for (let number = 0; number < FILES; number += 1) {
    const folder = join(main, 'src', `part-${number % 25}`);
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, `file-${number}.js`), `export const value${number} = ${number};\n`.repeat(40));
  }
  writeFileSync(join(main, 'README.md'), '# Bench\n');
  git('init', '--quiet', '--initial-branch=main');
  git('config', '--global', 'user.name', 'Pat Person');
  git('config', '--global', 'user.email', 'pat@example.org');
  git('add', '--all');
  git('commit', '--quiet', '--message', 'Begin');
  cpSync(main, copy, { recursive: true, preserveTimestamps: true });

  return {
    base,
    main,
    environment,
    git,
    restore: () => {
      rmSync(main, { recursive: true, force: true });
      cpSync(copy, main, { recursive: true, preserveTimestamps: true });
      // The copies' inodes differ from those in the index: every status would read all files again.
      git('update-index', '--refresh');
    },
    remove: () => rmSync(base, { recursive: true, force: true }),
  };
};

/** The main job's application on a scene, as the program builds it, with a model in this process. */
export const openBenchApp = async (
  { base, environment }: BenchScene,
  model: Model,
  variables: Readonly<Record<string, string>> = {},
): Promise<{ app: LeadApp; close: () => Promise<void> }> => {
  const env = {
    ...environment,
    OPENAI_API_KEY: 'key-of-no-service',
    ORCHESTRATOR_BASE_DIR: base,
    ORCHESTRATOR_WORKER: 'command',
    ORCHESTRATOR_WORKER_COMMAND: JSON.stringify(['cp', '{prompt_file}', '.']),
    ORCHESTRATOR_CHECKS: JSON.stringify([['test', '-f', 'README.md']]),
    ORCHESTRATOR_SETUP: '[]',
    ...variables,
  };
  return buildApp({
    loaded: loadSettings({ env, cwd: base, flags: {}, productRoot: ROOT }),
    root: ROOT,
    environment: env,
    progress: { emit: () => undefined },
    person: { present: false, ask: async () => null, confirmPlan: async () => true },
    readonly: false,
    lead: async (hands) => createLead(hands, model),
  });
};
