import { spawnSync } from 'node:child_process';
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { OrchestratorError } from '../../../domain/errors.ts';
import { splitNul } from '../parse.ts';
import { readGuarded, sameGuarded } from '../sentinel/guarded-file.ts';
import { removeEnded } from '../sentinel/remove-ended.ts';
import { gitFailed, gitUnfinished } from './failure.ts';
import type { Environment } from './hardening.ts';
import { errorCode, LARGEST_OUTPUT_BYTES } from './spawn-git.ts';

const DEADLINE_MS = 10_000;

const isDiskFull = (error: Error): boolean => /^(ENOSPC|EDQUOT)$/.test(errorCode(error) ?? '');

const diskFull = (file: string, cause: Error): OrchestratorError =>
  new OrchestratorError(
    'disk-full',
    `There is no room for ${file}.`,
    'Make room where it lies and start again; nothing was changed.',
    {
      cause,
    },
  );

/** What decides which files git reads as the system's and the person's. */
const WHERE_SETTINGS_ARE = [
  ...['PATH', 'HOME', 'XDG_CONFIG_HOME'],
  ...['GIT_CONFIG_NOSYSTEM', 'GIT_CONFIG_SYSTEM', 'GIT_CONFIG_GLOBAL'],
];

/**
 * The person's system and global git settings as they were when first asked for, in a file of our own. Workers share the person's home,
 * so `~/.gitconfig` is theirs to write too: the harness reads this copy, and writes it anew when it differs (INV-16).
 */
export interface SettingsFile {
  /** Absolute path of the file, whole. `dir` decides which conditional includes hold the first time. */
  ready(dir: string): string;
}

/**
 * @param file absolute path of a file of this process alone, in the home, never in a worktree. When its name ends in the process's id,
 * files of the same name that ended processes left are removed: settings may hold tokens (INV-12).
 */
export function createSettingsFile(file: string, environment: Environment): SettingsFile {
  let text: string | null = null;
  let written: ReturnType<typeof readGuarded> = null;

  function write(content: string): void {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    const next = `${file}.${process.pid}.new`;
    rmSync(next, { force: true });
    try {
      writeFileSync(next, content, { mode: 0o600, flag: 'wx' });
    } catch (error) {
      throw error instanceof Error && isDiskFull(error) ? diskFull(file, error) : error;
    }
    renameSync(next, file);
    written = readGuarded(file);
  }

  return {
    ready(dir) {
      if (text === null) {
        text = readSettings(dir, environment);
        removeEnded(file);
        write(text);
      } else if (!sameGuarded(written, readGuarded(file, written))) {
        write(text);
      }
      return file;
    },
  };
}

function readSettings(dir: string, environment: Environment): string {
  const args = ['config', '--list', '--includes', '--show-scope', '-z'];
  const places = WHERE_SETTINGS_ARE.map((name) => [name, environment[name]]);
  const { error, status, stdout, stderr } = spawnSync('git', args, {
    cwd: dir,
    env: { ...Object.fromEntries(places), LC_ALL: 'C.UTF-8' },
    stdio: ['ignore', 'pipe', 'pipe'],
    encoding: 'utf8',
    maxBuffer: LARGEST_OUTPUT_BYTES,
    timeout: DEADLINE_MS,
  });
  if (status === null) {
    throw gitUnfinished({ dir, args, stderr: error?.message ?? stderr, cause: error }, errorCode(error));
  }
  if (status !== 0) throw gitFailed({ dir, args, exitCode: status, stderr });
  return serialize(splitNul(stdout));
}

/** `fields` alternates scope and `key\nvalue`; a key without a value has no newline. */
function serialize(fields: readonly string[]): string {
  const lines: string[] = [];
  for (let index = 0; index + 1 < fields.length; index += 2) {
    const scope = fields[index];
    const setting = fields[index + 1] ?? '';
    const isPersonal = scope === 'system' || scope === 'global';
    // What was included is in the list already; a second reading would trust the included file's later state.
    if (isPersonal && !/^include(if)?\./i.test(setting)) lines.push(serializeSetting(setting));
  }
  return lines.join('');
}

function serializeSetting(setting: string): string {
  const split = setting.indexOf('\n');
  const key = split === -1 ? setting : setting.slice(0, split);
  const first = key.indexOf('.');
  const last = key.lastIndexOf('.');
  const section = key.slice(0, first);
  const header = first === last ? `[${section}]` : `[${section} ${quote(key.slice(first + 1, last))}]`;
  const name = key.slice(last + 1);
  return `${header}\n\t${split === -1 ? name : `${name} = ${quote(setting.slice(split + 1), true)}`}\n`;
}

function quote(text: string, isValue = false): string {
  const escaped = text.replaceAll('\\', '\\\\').replaceAll('"', '\\"');
  return `"${isValue ? escaped.replaceAll('\n', '\\n').replaceAll('\t', '\\t') : escaped}"`;
}
