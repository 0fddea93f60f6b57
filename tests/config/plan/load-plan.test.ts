import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { PlanTask } from '../../../src/domain/plan/plan.ts';
import { temporaryDirectory } from './places.ts';
import { mistakesAt, mistakesIn, planFile, readPlanAt, readPlanText } from './plans.ts';

const fixture = (name: string): string => fileURLToPath(new URL(`../../fixtures/plans/${name}`, import.meta.url));

const tasksOf = (text: string): readonly PlanTask[] => readPlanText(text).tasks;

describe('a plan that is right', () => {
  it('may have capitals in its ids, which worktrees and branches have not (YA-02)', () => {
    const [task] = tasksOf('tasks: [{id: Lint_API, command: x}]');
    expect(task).toMatchObject({ id: 'Lint_API', worktree: 'task-lint-api', branch: 'task/lint-api' });
  });

  it('is read with all that it can say (YA-01, YA-02, YA-03)', () => {
    const file = fixture('full.yaml');
    const promptFile = fixture('prompts/notes.md');
    const prompt = readFileSync(promptFile, 'utf8');
    const plain = { dependsOn: [], retries: 0, timeoutMs: null, env: {} };
    const common = { LEVEL: '1.10', STRICT: 'true', NAME: 'a b' };
    expect(readPlanAt(file)).toEqual({
      file,
      directory: join(file, '..'),
      title: 'Release notes',
      delivery: 'patch-only',
      tasks: [
        {
          ...plain,
          id: 'schema',
          work: {
            type: 'command',
            argv: ['node', 'scripts/schema.js', '--out', 'docs/the schema.md'],
            promptFile: null,
          },
          retries: 2,
          timeoutMs: 90_000,
          worktree: 'task-schema',
          branch: 'task/schema',
          env: common,
        },
        {
          ...plain,
          id: 'notes.draft',
          work: { type: 'agent', role: 'developer', prompt, promptFile },
          dependsOn: ['schema'],
          timeoutMs: 5_400_000,
          worktree: 'task-notes',
          branch: 'notes/2026',
        },
        {
          ...plain,
          id: 'notes.check',
          work: { type: 'agent', role: 'reviewer', prompt, promptFile },
          dependsOn: ['notes.draft'],
          worktree: 'task-notes',
          branch: 'notes/2026',
        },
        {
          ...plain,
          id: 'count',
          work: { type: 'command', argv: ['wc', '-l', '5'], promptFile },
          worktree: 'task-count',
          branch: 'task/count',
          env: common,
        },
        {
          ...plain,
          id: 'announce',
          work: { type: 'command', argv: ['sh', '-c', 'cat docs/*.md > all.txt && wc -l all.txt'], promptFile: null },
          dependsOn: ['count', 'notes.check'],
          worktree: null,
          branch: null,
          env: { ...common, NAME: 'c' },
        },
      ],
    });
  });

  it('needs an id and a command; the rest has defaults', () => {
    const file = planFile('tasks:\n  - id: a\n    command: "true"\n');
    expect(readPlanAt(file)).toMatchObject({
      title: 'plan.yaml',
      delivery: 'none',
      tasks: [{ id: 'a', work: { argv: ['true'] }, worktree: 'task-a', branch: 'task/a' }],
    });
  });

  it('may be written with a byte order mark, with CRLF and as JSON', () => {
    expect(tasksOf('\uFEFFtasks:\r\n  - id: a\r\n    command: x\r\n')).toMatchObject([{ id: 'a' }]);
    expect(tasksOf('{"tasks": [{"id": "a", "command": ["x"]}]}')).toMatchObject([{ id: 'a' }]);
  });

  it('takes numbers and words such as true for the text that they are written as', () => {
    const [task] = tasksOf('tasks: [{id: 007, command: [x, 1.50, yes, true, 0x1F], env: {A: 1e3, timeout: .50}}]');
    expect(task).toMatchObject({
      id: '007',
      work: { argv: ['x', '1.50', 'yes', 'true', '0x1F'] },
      env: { A: '1e3', timeout: '.50' },
    });
  });

  it('takes over keys of an earlier task', () => {
    const [, second] = tasksOf('tasks:\n  - &a {id: a, command: x, retries: 3}\n  - {<<: *a, id: b}\n');
    expect(second).toMatchObject({ id: 'b', retries: 3, worktree: 'task-b' });
  });

  it.each([
    ['30', 30_000],
    ['"30"', 30_000],
    ['0.5', 500],
    ['45s', 45_000],
    ['5m', 300_000],
    ['1h', 3_600_000],
    ['2h5m10s', 7_510_000],
  ])('timeout %s', (written, timeoutMs) => {
    expect(tasksOf(`tasks: [{id: a, command: x, timeout: ${written}}]`)).toMatchObject([{ timeoutMs }]);
  });

  it('a line ends where it ends: block scalars bring a line end along', () => {
    expect(tasksOf('tasks:\n  - id: a\n    command: |\n      make test\n')).toMatchObject([
      { work: { argv: ['make', 'test'] } },
    ]);
  });
});

describe('worktrees and branches', () => {
  it('are named by the id; ids that give the same name are told apart', () => {
    const ids = ['a.b', 'a-b', 'a_b', 'a-b-2'];
    const tasks = tasksOf(`tasks:\n${ids.map((id) => `  - {id: ${id}, command: x}\n`).join('')}`);
    expect(tasks.map(({ worktree }) => worktree)).toEqual(['task-a-b', 'task-a-b-2', 'task-a-b-3', 'task-a-b-2-2']);
    expect(new Set(tasks.map(({ branch }) => branch)).size).toBe(ids.length);
  });

  it('a name that is given is not taken by an id that needs a number', () => {
    const tasks = tasksOf(
      'tasks: [{id: a.b, command: x}, {id: a-b, command: x}, {id: c, command: x, worktree: a-b-2}]',
    );
    expect(tasks.map(({ worktree }) => worktree)).toEqual(['task-a-b', 'task-a-b-3', 'task-a-b-2']);
  });

  it('several tasks may work in one, one after another, on the branch that one of them names', () => {
    const tasks = tasksOf(
      'tasks: [{id: a, command: x}, {id: b, command: x, worktree: a, depends_on: [c], branch: f/a}, {id: c, command: x, depends_on: [a]}]',
    );
    expect(tasks.map(({ worktree, branch }) => [worktree, branch])).toEqual([
      ['task-a', 'f/a'],
      ['task-a', 'f/a'],
      ['task-c', 'task/c'],
    ]);
  });
});

/** A few lines that stand for nine to the power of seven tasks. */
const LAUGHS = `a: &a [x]\n${[...'bcdefgh']
  .map((name) => `${name}: &${name} [${`*${String.fromCharCode(name.charCodeAt(0) - 1)},`.repeat(9)}]\n`)
  .join('')}`;

describe('a file that is no plan is refused with its place (YA-01)', () => {
  it('missing, a directory, below a file', () => {
    const directory = temporaryDirectory();
    mkdirSync(join(directory, 'plan.yaml'));
    expect(mistakesAt(join(directory, 'none.yaml'))).toEqual(['plan.yaml:1:1: there is no such file']);
    expect(mistakesAt(join(directory, 'plan.yaml'))).toEqual([
      'plan.yaml:1:1: this is a directory, expected a plan file',
    ]);
    expect(mistakesAt(join(planFile(''), 'x'))).toEqual(['plan.yaml:1:1: there is no such file']);
  });

  it('INV-14: a device, which may have no end, behind a link as well', () => {
    const link = join(temporaryDirectory(), 'plan.yaml');
    symlinkSync('/dev/null', link);
    expect(mistakesAt(link)).toEqual(['plan.yaml:1:1: this is a device, expected a plan file']);
  });

  it('not UTF-8', () => {
    const file = planFile('');
    writeFileSync(file, Buffer.concat([Buffer.from('# ä\ntasks: "ö'), Buffer.from([0xe4, 0x22])]));
    expect(mistakesAt(file)).toEqual(['plan.yaml:2:10: the file is not UTF-8 text']);
  });

  it.each([
    ['nothing', '', ['1:1: is empty, expected `tasks:`, a list of tasks']],
    ['a comment', '# later\n', ['1:1: is empty, expected `tasks:`, a list of tasks']],
    ['a list', '- a\n', ['1:1: expected `tasks:`, a list of tasks']],
    ['no tasks', 'title: x\n', ['1:1: tasks: is missing']],
    ['an empty list', 'tasks: []\n', ['1:8: tasks: expected one task or more']],
    ['tasks by name', 'tasks: {a: x}\n', ['1:8: tasks: expected a list of tasks']],
    ['a line for a task', 'tasks: [make]\n', ['1:9: tasks.0: expected a map that begins with an id']],
    [
      'two documents',
      'tasks: [{id: a, command: x}]\n---\ntasks: []\n',
      ['2:1: a second document begins here, and a plan is one'],
    ],
    [
      'an open bracket',
      'tasks: [\n',
      ['2:1: Flow sequence in block collection must be sufficiently indented and end with a ]'],
    ],
    ['an alias to nothing', 'tasks: *a\n', ['1:8: the alias "a" has no anchor']],
    ['a task that holds itself', 'tasks: &a [*a]\n', ['1:12: tasks.0: expected a map that begins with an id']],
    ['a merge of no map', 'tasks: [{<<: x, id: a}]\n', ['1:1: Merge sources must be maps or map aliases']],
    ['aliases of aliases', LAUGHS, ['1:1: Excessive alias count indicates a resource exhaustion attack']],
  ])('%s', (_what, text, lines) => {
    expect(mistakesIn(text)).toEqual(lines.map((line) => `plan.yaml:${line}`));
  });
});

it('twelve mistakes are told at once, in the order of the file', () => {
  expect(mistakesAt(fixture('twelve-mistakes.yaml'))).toMatchInlineSnapshot(`
    [
      "plan.yaml:3:9: tasks.0.id: expected letters, digits, dots, dashes and underscores",
      "plan.yaml:6:14: tasks.1.command: this needs a shell and is given to none: write ["sh", "-c", "npm test && npm run lint"], or quote what is only text",
      "plan.yaml:7:17: tasks.1.depends_on: expected a list: write [build]",
      "plan.yaml:9:5: unknown key "comand", the nearest known key is "command"",
      "plan.yaml:11:14: tasks.2.timeout: expected seconds, or a duration such as 30s, 5m or 1h30m",
      "plan.yaml:13:11: tasks.3.role: unknown role "writer", the nearest known one is "reviewer"",
      "plan.yaml:14:13: tasks.3.prompt: DIR/prompts/missing.md does not exist",
      "plan.yaml:15:18: tasks.3.depends_on.0: dependency cycle: docs -> docs",
      "plan.yaml:15:24: tasks.3.depends_on.1: unknown task "tset", the nearest known one is "test"",
      "plan.yaml:16:9: tasks.4.id: "docs" stands twice, first as tasks.3",
      "plan.yaml:17:14: tasks.4.command: refused (git.push): Nothing is pushed from here: finished work is merged locally by the harness and a person pushes it.",
      "plan.yaml:19:5: with "worktree: none" there is no branch: leave one of them out",
    ]
  `);
});

it('reads ten thousand tasks in one chain', () => {
  const tasks = Array.from({ length: 10_000 }, (_, index) => {
    const after = index === 0 ? '' : `, depends_on: [t${index - 1}]`;
    return `  - {id: t${index}, command: "true"${after}}\n`;
  });
  expect(tasksOf(`tasks:\n${tasks.join('')}`)).toHaveLength(10_000);
});
