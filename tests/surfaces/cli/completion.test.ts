import { execFile } from 'node:child_process';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createProject } from '../../../src/domain/project/project.ts';
import { createScene, STATUS, TASKS } from './scene.ts';

const looking = {
  runs: async () => [
    { id: 'r-7f3', goal: '', status: 'done' as const, interrupted: false, startedAt: '', endedAt: null },
  ],
  tasks: async () => TASKS,
  status: async () => STATUS,
  repositories: async () => [{ project: createProject({ repo: 'shop' }), source: 'added' as const }],
};

const candidates = async (...words: readonly string[]): Promise<string[]> => {
  const scene = createScene({ looking });
  expect(await scene.run('__complete', '--', ...words)).toBe(0);
  expect(scene.stderr.text).toBe('');
  return scene.stdout.lines;
};

describe('completion', () => {
  it('knows commands and options', async () => {
    expect(await candidates()).toEqual(expect.arrayContaining(['status', 'task', '--worker', '--json']));
    expect(await candidates()).not.toContain('__complete');
    expect(await candidates('task')).toEqual(expect.arrayContaining(['list', 'show', 'approve']));
    expect(await candidates('guard', 'check')).toEqual(expect.arrayContaining(['--worktree', '--stdin']));
  });

  it('knows what exists now', async () => {
    expect(await candidates('resume')).toContain('r-7f3');
    expect(await candidates('cost')).toEqual(expect.arrayContaining(['r-7f3', 'T-1', '--json']));
    expect(await candidates('task', 'show')).toEqual(expect.arrayContaining(['T-1', 'schema-migration', 'T-4']));
    expect(await candidates('task', 'answer')).toEqual(expect.arrayContaining(['q-1', 'T-4', 'r-7f3']));
    expect(await candidates('repo', 'check')).toContain('shop');
    expect(await candidates('task', 'show', 'T-1')).not.toContain('T-1');
  });

  it('offers nothing that a shell could take for more than a word', async () => {
    const evil = {
      ...looking,
      runs: async () => [
        { id: '$(touch owned)', goal: '', status: 'done' as const, interrupted: false, startedAt: '', endedAt: null },
      ],
    };
    const scene = createScene({ looking: evil });
    await scene.run('__complete', '--', 'report');
    expect(scene.stdout.text).not.toContain('owned');
  });

  it('is silent where the state cannot be opened', async () => {
    const scene = createScene({ looking: { tasks: () => Promise.reject(new Error('locked')) } });
    expect(await scene.run('__complete', '--', 'task', 'show')).toBe(0);
    expect(scene.stderr.text).toBe('');
  });

  it('works in bash', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'completion-'));
    onTestFinished(() => rm(folder, { recursive: true }));
    const program = join(folder, 'orchestrator');
    await writeFile(program, '#!/bin/sh\n[ "$*" = "__complete -- task show" ] && printf "T-1\\nT-4\\nlist\\n"\n');
    await chmod(program, 0o755);
    const scene = createScene();
    await scene.run('completion', 'bash');
    const script = `${scene.stdout.text}
COMP_WORDS=(orchestrator task show T-) COMP_CWORD=3
_orchestrator
printf '%s\\n' "\${COMPREPLY[@]}"`;
    const env = { PATH: `${folder}:/usr/bin:/bin` };
    const { stdout } = await promisify(execFile)('/bin/bash', ['--norc', '-c', script], { env });
    expect(stdout).toBe('T-1\nT-4\n');
  });

  it('prints a script for three shells, and refuses a fourth', async () => {
    for (const shell of ['bash', 'zsh', 'fish']) {
      const scene = createScene();
      expect(await scene.run('completion', shell)).toBe(0);
      expect(scene.stdout.text).toContain('orchestrator __complete -- ');
    }
    expect(await createScene().run('completion', 'tcsh')).toBe(2);
  });
});
