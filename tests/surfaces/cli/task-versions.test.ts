import { describe, expect, it } from 'vitest';
import { taskReport } from './recorded-run.ts';
import { createScene } from './scene.ts';

const VERSIONS = [
  {
    version: 1,
    status: 'cancelled',
    branch: 'task/logo-v1',
    worktree: 'task-logo-v1',
    base: 'a'.repeat(40),
    head: 'b'.repeat(40),
  },
  { version: 2, status: 'running', branch: 'task/logo-v2', worktree: 'task-logo-v2', base: 'a'.repeat(40), head: null },
] as const;

const TASK = taskReport({ id: 'T-1', slug: 'logo' });

describe('task versions, select and fork (KB-01, KB-08)', () => {
  it('lists the versions for people, and word for word for programs', async () => {
    const looking = { versions: async () => VERSIONS };
    const people = createScene({ looking });
    expect(await people.run('task', 'versions', 'T-1')).toBe(0);
    expect(people.stdout.lines).toEqual([
      'VERSION  STATUS       BRANCH        BASE     HEAD',
      '1        ⊘ cancelled  task/logo-v1  aaaaaaa  bbbbbbb',
      '2        ● running    task/logo-v2  aaaaaaa  -',
    ]);
    const programs = createScene({ looking });
    await programs.run('task', 'versions', 'T-1', '--json');
    expect(JSON.parse(programs.stdout.text)).toEqual(VERSIONS);
  });

  it('passes the number of the chosen version and of the fork on', async () => {
    const asked: unknown[] = [];
    const note = async (...words: unknown[]) => {
      asked.push(words);
      return { message: 'T-1: done', result: TASK };
    };
    const deciding = { selectVersion: note, forkTask: note };
    expect(await createScene({ deciding }).run('task', 'select', 'T-1', '2')).toBe(0);
    expect(await createScene({ deciding }).run('task', 'fork', 'T-1', '3')).toBe(0);
    expect(asked).toEqual([
      ['T-1', 2],
      ['T-1', 3],
    ]);
  });

  it.each(['0', '-1', '2.5', 'two', '1e1', ''])('"%s" is no number of a version', async (word) => {
    for (const argv of [
      ['task', 'select', 'T-1', '--', word],
      ['task', 'fork', 'T-1', '--', word],
    ])
      expect(await createScene().run(...argv)).toBe(2);
    expect(await createScene().run('task', 'create', '--title', 'A title', '--prompt', 'x', `--versions=${word}`)).toBe(
      2,
    );
  });
});

describe('the prompt of a new task', () => {
  const PROMPT = '---\n# Не "всё"\n\nTwo\ttabs and a trailing space \n';
  const create = async (
    argv: readonly string[],
    options: { stdin?: string; texts?: Readonly<Record<string, string>> } = {},
  ) => {
    const orders: { readonly prompt: string; readonly versions: number }[] = [];
    const scene = createScene({
      ...(options.stdin === undefined ? {} : { stdin: options.stdin }),
      deciding: {
        createTask: async (order) => {
          orders.push(order);
          return TASK;
        },
      },
      setUp: { readText: async (file) => options.texts?.[file] ?? '' },
    });
    const code = await scene.run('task', 'create', '--title', 'A title', ...argv);
    return { code, orders, stderr: scene.stderr.text };
  };

  it('is taken word for word from a file, and from stdin', async () => {
    const fromFile = await create(['--prompt-file', 'p.md', '--versions', '3'], { texts: { 'p.md': PROMPT } });
    expect(fromFile).toMatchObject({ code: 0, orders: [{ prompt: PROMPT, versions: 3 }] });
    expect(await create(['--prompt-file', '-'], { stdin: PROMPT })).toMatchObject({
      orders: [{ prompt: PROMPT, versions: 1 }],
    });
  });

  it.each<[string, readonly string[]]>([
    ['none at all', []],
    ['two of them', ['--prompt', 'x', '--prompt-file', 'p.md']],
    ['an empty one', ['--prompt', ' ']],
    ['one that nobody can see', ['--prompt', '\u200b\ufeff\u2060']],
    ['an empty file', ['--prompt-file', 'p.md']],
    ['an empty stdin', ['--prompt-file', '-']],
  ])('%s is a mistake (exit 2)', async (_, argv) => {
    const { code, orders, stderr } = await create(argv);
    expect([code, orders]).toEqual([2, []]);
    expect(stderr).toMatch(/^error\[usage\]: .+\nnext: .+/);
  });
});
