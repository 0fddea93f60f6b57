import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import { type CliOptions, type CliScene, contentOf, createCliScene } from './cli-scene.ts';

interface Mistake {
  /** Makes the scene such as it is not wanted. */
  readonly prepare?: (scene: CliScene) => void;
  readonly argv?: readonly string[];
  readonly variables?: CliOptions['variables'];
  /** Variables that depend on where the scene is. */
  readonly settings?: (scene: CliScene) => CliOptions['variables'];
  readonly cwd?: string;
  /** What the message has to name. */
  readonly says: RegExp;
}

const MISTAKES: Readonly<Record<string, Mistake>> = {
  'no key': { variables: { OPENAI_API_KEY: undefined }, says: /OPENAI_API_KEY/ },
  'an empty task': { argv: [''], says: /no task/ },
  'an unknown flag': { argv: ['task', '--fast'], says: /--fast/ },
  'a mistyped command': { argv: ['staus'], says: /status/ },
  'an unknown sub-command': { argv: ['task', 'frobnicate'], says: /frobnicate/ },
  'a command that is not built yet': { argv: ['serve'], says: /not built/ },
  'an unknown pipeline': { argv: ['Go', '--pipeline', 'nope'], says: /nope[\s\S]*subtask/ },
  'an unknown worker': { argv: ['Go', '--worker', 'nope'], says: /nope[\s\S]*codex/ },
  'a delivery that is not built yet': { argv: ['Go', '--delivery', 'pull-request'], says: /pull-request/ },
  'a worker that is not there': {
    variables: { ORCHESTRATOR_WORKER_COMMAND: '["no-such-program"]' },
    says: /no-such-program/,
  },
  'a coding CLI that is not installed': {
    variables: { ORCHESTRATOR_WORKER: 'codex', PATH: '/usr/bin:/bin' },
    says: /codex/,
  },
  'a value of the wrong type': { variables: { ORCHESTRATOR_MAX_WORKERS: 'many' }, says: /ORCHESTRATOR_MAX_WORKERS/ },
  'a relative base directory': {
    variables: { ORCHESTRATOR_BASE_DIR: 'base' },
    says: /ORCHESTRATOR_BASE_DIR=base.*absolute/,
  },
  'a base directory that is not there': {
    variables: { ORCHESTRATOR_BASE_DIR: '/no/such/place' },
    says: /\/no\/such\/place/,
  },
  'no repository anywhere': {
    variables: { ORCHESTRATOR_BASE_DIR: undefined },
    cwd: '/',
    says: /ORCHESTRATOR_BASE_DIR[\s\S]*-C/,
  },
  'a main that is no repository': {
    prepare: ({ repository }) => rmSync(join(repository.main, '.git'), { recursive: true }),
    says: /no git checkout/,
  },
  'a repository without commits': {
    prepare: ({ repository }) => {
      rmSync(join(repository.main, '.git'), { recursive: true });
      repository.git(['init', '--quiet']);
    },
    says: /no commit/,
  },
  'a detached head': {
    prepare: ({ repository }) => repository.git(['checkout', '--quiet', '--detach']),
    says: /detached/,
  },
  'uncommitted changes in main': {
    prepare: ({ repository }) => repository.write({ 'README.md': 'mine' }),
    says: /README\.md/,
  },
  'a repository without checks': {
    variables: { ORCHESTRATOR_CHECKS: undefined },
    says: /ORCHESTRATOR_CHECKS[\s\S]*\[\]/,
  },
  'KB-09: a check that would push (INV-6)': {
    argv: ['task', 'create', '--title', 'Greet', '--prompt', 'Greet.'],
    variables: { ORCHESTRATOR_CHECKS: '[["sh","-c","g=git; $g push"]]' },
    says: /git\.push/,
  },
  'KB-10: a worker command with more rights (INV-6)': {
    argv: ['worker', '--once'],
    variables: { ORCHESTRATOR_WORKER_COMMAND: '["env","sudo","agent"]' },
    says: /privilege\.sudo/,
  },
  'KB-10: a set-up with more rights (INV-6)': {
    argv: ['worker'],
    variables: { ORCHESTRATOR_SETUP: '[["bash","-lc","npm ci; sudo make install"]]' },
    says: /privilege\.sudo/,
  },
  "a repository's own agent file that wants more, of a role that nobody may ever use": {
    prepare: ({ repository }) =>
      void repository.commit({ '.openclaw/agents/tester.md': '---\nrole: tester\naccess: full\n---\nTest.\n' }),
    says: /main:\.openclaw\/agents\/tester\.md:3.*`access: full` is wider/,
  },
  "a repository's own agent file that names a worker": {
    prepare: ({ repository }) =>
      void repository.commit({
        '.openclaw/agents/architect.md': '---\nrole: architect\nworker: command\n---\nDraw.\n',
      }),
    says: /main:\.openclaw\/agents\/architect\.md:3.*worker/,
  },
  'broken YAML in the settings': {
    prepare: ({ repository }) => repository.write({ 'orchestrator.yaml': 'a: [' }, repository.base),
    says: /orchestrator\.yaml/,
  },
  'an unknown key in the settings': {
    prepare: ({ repository }) => repository.write({ 'orchestrator.yaml': 'worker:\n  kimd: codex\n' }, repository.base),
    says: /worker\.kimd[\s\S]*worker\.kind/,
  },
  'settings that cannot be read': {
    prepare: ({ repository }) => mkdirSync(join(repository.base, 'orchestrator.yaml')),
    says: /orchestrator\.yaml/,
  },
  'a home inside a worktree': {
    settings: ({ repository }) => ({ ORCHESTRATOR_HOME: join(repository.main, 'state') }),
    says: /ORCHESTRATOR_HOME/,
  },
};

describe('bad input is exit 2 with cause and next step, and changes nothing:', () => {
  test.each(Object.entries(MISTAKES))('%s', async (_, mistake) => {
    const scene = await createCliScene();
    mistake.prepare?.(scene);
    const before = contentOf(scene.repository.base);
    const ended = await scene.run(mistake.argv ?? ['Do it'], {
      cwd: mistake.cwd ?? scene.repository.base,
      variables: { ...mistake.variables, ...mistake.settings?.(scene) },
    });
    expect(ended, ended.stderr).toMatchObject({ code: 2, stdout: '' });
    expect(ended.stderr).toMatch(/^error\[[\w-]+\]: \S[\s\S]*\nnext: \S/m);
    expect(ended.stderr).toMatch(mistake.says);
    expect(contentOf(scene.repository.base)).toEqual(before);
    expect(scene.server.requests, 'no model was asked').toEqual([]);
  });
});

test('with --json an error is one JSON document on stderr, and stdout stays empty', async () => {
  const scene = await createCliScene();
  const ended = await scene.run(['Do it', '--json', '--pipeline', 'nope']);
  expect(ended).toMatchObject({ code: 2, stdout: '' });
  expect(JSON.parse(ended.stderr)).toEqual({
    error: { code: 'usage', message: expect.any(String), next: expect.any(String), retryable: false },
  });
});

test('a red main is exit 2 with the failing lines, unless red is allowed', async () => {
  const scene = await createCliScene([{ text: 'Nothing to do.' }], { files: { 'broken.txt': 'RED' } });
  const before = contentOf(scene.repository.base);
  const refused = await scene.run(['Do it']);
  expect(refused, refused.stderr).toMatchObject({ code: 2, stdout: '' });
  expect(refused.stderr).toMatch(/error\[baseline-red\][\s\S]*not ok: broken\.txt is red[\s\S]*next: /);
  expect(contentOf(scene.repository.base)).toEqual(before);
  const told = await scene.run(['Do it', '--json']);
  expect(told.code, told.stderr).toBe(2);
  expect(told.json(), 'the run had begun').toMatchObject({ status: 'failed', tasks: [] });
  const allowed = await scene.run(['Do it'], { variables: { ORCHESTRATOR_CHECKS_BASELINE: 'allow-red' } });
  expect(allowed.code, allowed.stderr).toBe(0);
});

test("npm's placeholder is no check; the person's own word for none is", async () => {
  const scripts = { test: 'echo "Error: no test specified" && exit 1' };
  const scene = await createCliScene([{ text: 'Nothing to do.' }], {
    files: { 'package.json': JSON.stringify({ scripts }) },
  });
  const refused = await scene.run(['Do it'], { variables: { ORCHESTRATOR_CHECKS: undefined } });
  expect(refused, refused.stderr).toMatchObject({ code: 2, stdout: '' });
  const told = await scene.run(['Do it'], { variables: { ORCHESTRATOR_CHECKS: '[]' } });
  expect(told.code, told.stderr).toBe(0);
});

test('a database of a newer program is left as it is', async () => {
  const scene = await createCliScene();
  mkdirSync(scene.home);
  const file = join(scene.home, 'orchestrator.db');
  const database = new Database(file);
  database.pragma('user_version = 9999');
  database.close();
  for (const argv of [['Do it'], ['status'], ['task', 'list']]) {
    const ended = await scene.run(argv);
    expect(ended, ended.stderr).toMatchObject({ code: 2, stdout: '' });
    expect(ended.stderr).toMatch(/error\[database-newer\]: .*\nnext: ./);
  }
});

test('two orchestrators on one home: the second is refused while the first goes on', async () => {
  let go = () => {};
  const gate = new Promise<void>((resolve) => {
    go = resolve;
  });
  const scene = await createCliScene([{ text: 'Nothing to do.' }], { before: () => gate });
  const first = scene.start(['Do it']);
  while (scene.server.requests.length === 0) await sleep(10);
  const second = await scene.run(['Do it as well']);
  expect(second, second.stderr).toMatchObject({ code: 2, stdout: '' });
  expect(second.stderr).toMatch(new RegExp(`error\\[home-busy\\]: .*process ${first.pid} .*\\nnext: `));
  expect((await scene.run(['status'])).code, 'looking is no matter').toBe(0);
  go();
  expect((await first.ended).code).toBe(0);
});
