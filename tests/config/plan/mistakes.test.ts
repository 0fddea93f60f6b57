import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { write } from './places.ts';
import { mistakesAt, mistakesIn, planFile, readPlanAt, readPlanText } from './plans.ts';

/** A text without its marks `^`, and the places that they mark. */
const marked = (text: string): { readonly text: string; readonly places: readonly string[] } => {
  const parts = text.split('^').slice(0, -1);
  const places = parts.map((_, index) => {
    const lines = parts
      .slice(0, index + 1)
      .join('')
      .split('\n');
    return `plan.yaml:${lines.length}:${(lines.at(-1) ?? '').length + 1}`;
  });
  return { text: text.replaceAll('^', ''), places };
};

/** What is wrong at the marks, a message for each. */
const expectMistakes = (plan: string, ...messages: readonly string[]): void => {
  const { text, places } = marked(plan);
  expect(mistakesIn(text)).toEqual(messages.map((message, index) => `${places[index]}: ${message}`));
};

const oneTask = (lines: readonly string[]): string =>
  ['tasks:', '  - id: a', ...lines.map((line) => `    ${line}`), ''].join('\n');

const NEEDS_SHELL = (line: string) =>
  `tasks.0.command: this needs a shell and is given to none: write ["sh", "-c", ${JSON.stringify(line)}], or quote what is only text`;
const DURATION = 'expected seconds, or a duration such as 30s, 5m or 1h30m';
const NO_BRANCH = 'tasks.0.branch: git takes no branch of that name';

describe('YA-02: one task, one mistake, at its line and column', () => {
  it.each([
    ['unknown key', ['command: x', '^retry: 2'], 'unknown key "retry", the nearest known key is "retries"'],
    ['key twice', ['command: x', '^command: y'], 'this key stands twice in its map'],
    [
      'no value',
      ['command: ^', 'retries: 1'],
      'tasks.0.command: is empty, expected a line, or a list of one word or more',
    ],

    ['and', ["command: ^'a && b'"], NEEDS_SHELL('a && b')],
    ['pipe', ['command: ^a | b'], NEEDS_SHELL('a | b')],
    ['redirect', ['command: ^a > b'], NEEDS_SHELL('a > b')],
    ['substitution', ['command: ^a $(b)'], NEEDS_SHELL('a $(b)')],
    ['variable', ['command: ^a $HOME'], NEEDS_SHELL('a $HOME')],
    ['variable in quotes', ['command: ^\'a "$HOME"\''], NEEDS_SHELL('a "$HOME"')],
    ['glob', ['command: ^ls *.ts'], NEEDS_SHELL('ls *.ts')],
    ['braces', ['command: ^ls {a,b}'], NEEDS_SHELL('ls {a,b}')],
    ['home', ['command: ^ls ~/x'], NEEDS_SHELL('ls ~/x')],
    ['two lines', ['command: ^"a\\nb"'], NEEDS_SHELL('a\nb')],
    ['open quote', ['command: ^echo "a'], 'tasks.0.command: A double quote is never closed.'],
    ['empty line', ["command: ^'  '"], 'tasks.0.command: The command is empty.'],
    ['no words', ['command: ^[]'], 'tasks.0.command: expected one word or more'],
    ['no program', ["command: ^['', x]"], 'tasks.0.command: the name of the program is empty'],
    ['a map as command', ['command: ^{a: b}'], 'tasks.0.command: expected a line, or a list of one word or more'],
    ['a list as word', ['command: [x, ^[y]]'], 'tasks.0.command.1: expected a text'],
    ['no word', ['command: [x, ^null]'], 'tasks.0.command.1: is empty, expected a text'],
    ['NUL in a word', ['command: [x, ^"a\\0"]'], 'tasks.0.command.1: no word can hold the character NUL'],

    [
      'role and command',
      ['command: x', '^role: developer'],
      '"role" and "command" exclude each other: a command needs no agent',
    ],
    ['role alone', ['^role: developer'], 'a role needs a "prompt", a file that says what to do'],
    [
      'unknown role',
      ['role: ^developper', 'prompt: p.md'],
      'tasks.0.role: unknown role "developper", the nearest known one is "developer"',
    ],
    ['prompt that is not there', ['prompt: ^q.md'], 'tasks.0.prompt: DIR/q.md does not exist'],
    ['prompt below a file', ['prompt: ^p.md/q.md'], 'tasks.0.prompt: DIR/p.md/q.md does not exist'],
    ['prompt of a command', ['command: x', 'prompt: ^q.md'], 'tasks.0.prompt: DIR/q.md does not exist'],
    ['prompt that is a directory', ['prompt: ^.'], 'tasks.0.prompt: DIR is a directory, expected a file'],
    ['prompt that is a device', ['prompt: ^/dev/null'], 'tasks.0.prompt: /dev/null is no ordinary file'],
    ['prompt without a name', ["prompt: ^''"], 'tasks.0.prompt: is empty, expected a path'],

    ['dependency as text', ['command: x', 'depends_on: ^b'], 'tasks.0.depends_on: expected a list: write [b]'],
    ['dependencies as a map', ['command: x', 'depends_on: ^{b: c}'], 'tasks.0.depends_on: expected a list of ids'],
    ['dependency on itself', ['command: x', 'depends_on: [^a]'], 'tasks.0.depends_on.0: dependency cycle: a -> a'],
    [
      'dependency on nobody',
      ['command: x', 'depends_on: [^b]'],
      'tasks.0.depends_on.0: unknown task "b", the nearest known one is "a"',
    ],
    [
      'dependency that is no id',
      ['command: x', 'depends_on: [^A B]'],
      'tasks.0.depends_on.0: unknown task "A B", the nearest known one is "a"',
    ],

    ['a list as dependency', ['command: x', 'depends_on: [^[a]]'], 'tasks.0.depends_on.0: expected an id'],
    ['retries below 0', ['command: x', 'retries: ^-1'], 'tasks.0.retries: expected 0 or more'],
    ['retries without end', ['command: x', 'retries: ^101'], 'tasks.0.retries: expected at most 100'],
    ['half a retry', ['command: x', 'retries: ^1.5'], 'tasks.0.retries: expected a whole number'],
    ['retries as a word', ['command: x', 'retries: ^two'], 'tasks.0.retries: expected a whole number'],
    ['no time', ['command: x', 'timeout: ^0'], 'tasks.0.timeout: expected more than 0 seconds'],
    ['time backwards', ['command: x', 'timeout: ^-5'], 'tasks.0.timeout: expected more than 0 seconds'],
    ['time without end', ['command: x', 'timeout: ^.inf'], `tasks.0.timeout: ${DURATION}`],
    ['more than a week', ['command: x', 'timeout: ^169h'], 'tasks.0.timeout: expected a week (168h) at most'],
    ['another unit', ['command: x', 'timeout: ^5 minutes'], `tasks.0.timeout: ${DURATION}`],
    ['units in another order', ['command: x', 'timeout: ^30s5m'], `tasks.0.timeout: ${DURATION}`],
    ['a list of times', ['command: x', 'timeout: ^[5]'], `tasks.0.timeout: ${DURATION}`],

    [
      'worktree with a slash',
      ['command: x', 'worktree: ^a/b'],
      'tasks.0.worktree: expected `none`, or a name of lower-case letters, digits and single dashes',
    ],
    [
      'worktree main',
      ['command: x', 'worktree: ^main'],
      'tasks.0.worktree: no task works in main: leave it out, or name another one',
    ],
    [
      'branch without a worktree',
      ['command: x', 'worktree: none', '^branch: b'],
      'with "worktree: none" there is no branch: leave one of them out',
    ],
    ['branch with a space', ['command: x', 'branch: ^a b'], NO_BRANCH],
    ['branch with two dots', ['command: x', 'branch: ^a..b'], NO_BRANCH],
    ['branch like an option', ['command: x', 'branch: ^-b'], NO_BRANCH],
    ['branch like a lock', ['command: x', 'branch: ^a.lock/b'], NO_BRANCH],
    ['branch that ends with a slash', ['command: x', 'branch: ^a/'], NO_BRANCH],
    ['branch HEAD', ['command: x', 'branch: ^HEAD'], NO_BRANCH],
    [
      'branch of main (INV-10)',
      ['command: x', 'branch: ^main'],
      'tasks.0.branch: the branch "main" is checked out in "main": name another one',
    ],
    [
      'branch below main',
      ['command: x', 'branch: ^main/a'],
      'tasks.0.branch: git cannot have the branches "main" and "main/a" side by side: name another one',
    ],

    [
      'a variable of git (INV-4)',
      ['command: x', 'env: {^GIT_ALLOW_PROTOCOL: file}'],
      '"GIT_ALLOW_PROTOCOL": the harness alone sets this variable',
    ],
    [
      'the marker (INV-8)',
      ['command: x', 'env: {^ORCHESTRATOR_JOB: x}'],
      `"ORCHESTRATOR_JOB": the harness alone sets this variable; the harness's own settings and secrets reach no check`,
    ],
    [
      'a secret of the harness (INV-12)',
      ['command: x', 'env: {^OPENAI_API_KEY: x}'],
      `"OPENAI_API_KEY": the harness's own settings and secrets reach no check`,
    ],
    ['no name of a variable', ['command: x', 'env: {^a-b: x}'], '"a-b": expected the name of a variable'],
    ['a variable without a value', ['command: x', 'env:', '  A: ^'], 'tasks.0.env.A: is empty, expected a text'],
    ['a list as a value', ['command: x', 'env: {A: ^[x]}'], 'tasks.0.env.A: expected a text'],
    ['NUL in a value', ['command: x', 'env: {A: ^"\\0"}'], 'tasks.0.env.A: no word can hold the character NUL'],
    ['a list of variables', ['command: x', 'env: ^[A=b]'], 'tasks.0.env: expected a map of variables'],
  ])('%s', (_what, lines, message) => {
    expectMistakes(oneTask(lines), message);
  });
});

describe('YA-02, YA-07: several tasks, one mistake', () => {
  const FIRST = '{id: a, command: x}';
  const NO_ID = 'id: expected letters, digits, dots, dashes and underscores';
  const atOnce = (other: string): string =>
    `the worktree "task-a" is also that of "${other}", and neither waits for the other: write it into "depends_on", or name another worktree`;
  it.each([
    ['nothing to do', [FIRST, '^{id: b}'], 'tasks.1: nothing to do: give a "command", or a "prompt" for an agent'],
    ['no id', [FIRST, '^{command: x}'], 'tasks.1.id: is missing'],
    ['an id twice', [FIRST, '{id: ^a, command: x}'], 'tasks.1.id: "a" stands twice, first as tasks.0'],
    [
      'an id twice but for its case, which names one log where files have none',
      [FIRST, '{id: ^A, command: x}'],
      'tasks.1.id: "A" stands twice but for its case, first as tasks.0',
    ],
    ['an id with a slash', ['{id: ^a/b, command: x}'], `tasks.0.${NO_ID}`],
    ['an id that is no name', ['{id: ^.., command: x}'], `tasks.0.${NO_ID}`],
    ['an id that is too long', [`{id: ^${'a'.repeat(61)}, command: x}`], 'tasks.0.id: expected at most 60 characters'],
    [
      'a dependency twice',
      [FIRST, '{id: b, command: x, depends_on: [a, ^a]}'],
      'tasks.1.depends_on.1: "a" stands twice',
    ],
    [
      'a cycle, as a path from its first task',
      [
        '{id: a, command: x, depends_on: [^c]}',
        '{id: b, command: x, depends_on: [a]}',
        '{id: c, command: x, depends_on: [b]}',
      ],
      'tasks.0.depends_on.0: dependency cycle: a -> c -> b -> a',
    ],
    [
      'a worktree for two at once (INV-15)',
      [FIRST, '{id: b, command: x, worktree: ^a}'],
      `tasks.1.worktree: ${atOnce('a')}`,
    ],
    [
      'a worktree for three, of whom two work at once',
      [
        FIRST,
        '{id: b, command: x, worktree: a, depends_on: [a]}',
        '{id: c, command: x, worktree: ^a, depends_on: [a]}',
      ],
      `tasks.2.worktree: ${atOnce('b')}`,
    ],
    [
      'two branches for one worktree',
      ['{id: a, command: x, branch: f/a}', '{id: b, command: x, worktree: a, depends_on: [a], branch: ^f/b}'],
      'tasks.1.branch: the worktree "task-a" is on the branch "f/a" already',
    ],
    [
      'a branch for two worktrees',
      ['{id: a, command: x, branch: f/a}', '{id: b, command: x, branch: ^f/a}'],
      'tasks.1.branch: the branch "f/a" is checked out in "task-a": name another one',
    ],
    [
      'a branch below another',
      ['{id: a, command: x, branch: f}', '{id: b, command: x, branch: ^f/b}'],
      'tasks.1.branch: git cannot have the branches "f" and "f/b" side by side: name another one',
    ],
  ])('%s', (_what, tasks, message) => {
    expectMistakes(`tasks:\n${tasks.map((task) => `  - ${task}\n`).join('')}`, message);
  });

  it('a cycle that shares a task with another is told beside it', () => {
    expectMistakes(
      'tasks: [{id: a, command: x, depends_on: [^b, ^c]}, {id: b, command: x, depends_on: [a]}, {id: c, command: x, depends_on: [a]}]',
      'tasks.0.depends_on.0: dependency cycle: a -> b -> a',
      'tasks.0.depends_on.1: dependency cycle: a -> c -> a',
    );
  });

  it('whose dependencies have a mistake may come after the other all the same: nothing is said of its worktree', () => {
    const tasks = '[{id: a, command: x}, {id: b, command: x, worktree: a, depends_on: [aa]}]';
    expect(mistakesIn(`tasks: ${tasks}\n`)).toEqual([expect.stringContaining('unknown task "aa"')]);
  });
});

describe('of the plan itself', () => {
  it.each([
    ['unknown key', '^titel: x', 'unknown key "titel", the nearest known key is "title"'],
    ['no title', "title: ^''", 'title: is empty, expected a text'],
    [
      'a delivery that leaves the machine (INV-4)',
      'delivery: ^pull-request',
      'delivery: expected one of: none, local-merge, patch-only',
    ],
  ])('%s', (_what, line, message) => {
    expectMistakes(`${line}\ntasks: [{id: a, command: x}]\n`, message);
  });
});

describe('YA-03: a prompt says something', () => {
  const prompts: readonly (readonly [string, string | Buffer, string])[] = [
    ['nothing', '', 'is empty'],
    ['space', ' \n\t\u00a0\u3000\n', 'is empty'],
    ['what nobody sees', '\uFEFF\u200b\u2060\u00ad\u3164\u{e0041}\n', 'is empty'],
    ['bytes', Buffer.from([0x61, 0xff, 0x62]), 'is not UTF-8 text'],
    ['more than anybody reads', 'x'.repeat(256 * 1024 + 1), 'is larger than 256 KiB, more than a prompt may be'],
  ];
  it.each(prompts)('%s', (_what, content, problem) => {
    const file = planFile('tasks: [{id: a, prompt: dir/q.md}]\n');
    writeFileSync(write(join(dirname(file), 'dir/q.md'), ''), content);
    expect(mistakesAt(file)).toEqual([`plan.yaml:1:25: tasks.0.prompt: DIR/dir/q.md ${problem}`]);
  });

  it('a limit is a limit, not one less', () => {
    const file = planFile('tasks: [{id: a, prompt: q.md}]\n');
    write(join(dirname(file), 'q.md'), 'x'.repeat(256 * 1024));
    expect(readPlanAt(file).tasks).toHaveLength(1);
  });
});

describe('INV-6: what a person wrote runs as written, but for what nobody may', () => {
  it.each([
    ['a push', 'git push'],
    ['a push in a list', '[git, -C, x, push, --force]'],
    ['a push in a script', '[sh, -c, "make && git push"]'],
    ['a push in a line for a shell', 'make && git push'],
    ['a privilege', 'sudo make install'],
    ['a privilege below a wrapper', '[env, A=b, nice, sudo, x]'],
    ['everything', '[rm, -rf, /]'],
  ])('%s', (_what, command) => {
    expect(
      mistakesIn(`tasks: [{id: a, command: ${command.startsWith('[') ? command : JSON.stringify(command)}}]\n`),
    ).toEqual([
      expect.stringMatching(
        /^plan\.yaml:1:26: tasks\.0\.command: refused \((git\.push|privilege\.sudo|rm\.everything)\): /,
      ),
    ]);
  });

  it('any other program is the person’s own affair', () => {
    const argv = ['curl', '--upload-file', 'x', 'https://localhost/'];
    const [task] = readPlanText(`tasks: [{id: a, command: ${JSON.stringify(argv)}}]\n`).tasks;
    expect(task?.work).toEqual({ type: 'command', argv, promptFile: null });
  });
});

it('a mistake is one line, whatever the plan holds', () => {
  expect(mistakesIn(`tasks: [{id: a, role: "x\\ny\\e[31m", prompt: p.md}]\n`)).toEqual([
    'plan.yaml:1:23: tasks.0.role: unknown role "x\\ny\\u001b[31m", the nearest known one is "analyst"',
  ]);
});
