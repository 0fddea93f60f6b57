import { describe, expect, it } from 'vitest';
import { judge } from '../../src/guard/judge.ts';
import { pathArguments } from '../../src/guard/path-arguments.ts';
import { decide, factsFor, POLICY } from './guard-fixture.ts';

describe('meanings', () => {
  it.each([
    ['git merge --no-ff task/a', { type: 'merge-task', branch: 'task/a', message: null }],
    ['git merge -m "one" -m "two" --no-ff task/a', { type: 'merge-task', branch: 'task/a', message: 'one\n\ntwo' }],
    ['git worktree add ../task-greet', { type: 'create-worktree', worktree: 'task-greet', branch: null, base: null }],
    [
      'git worktree add ../task-greet origin/main',
      { type: 'create-worktree', worktree: 'task-greet', branch: null, base: 'origin/main' },
    ],
    [
      'git worktree add -b task/greet ../task-greet main',
      { type: 'create-worktree', worktree: 'task-greet', branch: 'task/greet', base: 'main' },
    ],
    [
      'git worktree add /tmp/task-greet/ task/greet',
      { type: 'create-worktree', worktree: 'task-greet', branch: 'task/greet', base: null },
    ],
    ['git worktree remove ../task-a', { type: 'remove-worktree', worktree: 'task-a' }],
    ['git status', { type: 'run' }],
  ])('of %s in main', (line, meaning) => {
    expect(decide('main', line)).toMatchObject({ decision: 'allow', meaning });
  });

  it.each(['codex exec "do it now"', 'claude -p "do it now"', 'opencode run "do it now"'])(
    'of %s is to run an agent',
    (line) => {
      expect(decide('task-a', line)).toMatchObject({
        decision: 'allow',
        meaning: { type: 'run-agent', cli: line.split(' ')[0] },
      });
    },
  );

  it('stay with a command that a person is asked about', () => {
    const judgement = decide('task-a', 'codex exec --full-auto --sandbox danger-full-access "do it now"');
    expect(judgement).toMatchObject({ decision: 'ask', meaning: { type: 'run-agent', cli: 'codex' } });
  });
});

describe('the role main', () => {
  const change = { mainBranch: 'task/trunk', taskBranches: ['task/trunk', 'task/a'] };

  it.each([
    ['main', 'git checkout task/trunk', 'allow', 'git.checkout'],
    ['main', 'git checkout main', 'deny', 'ref.main-only'],
    ['main', 'git pull --ff-only origin task/trunk', 'allow', 'git.pull'],
    ['main', 'git merge task/trunk', 'deny', 'ref.main'],
    ['main', 'git branch -d task/trunk', 'deny', 'ref.main'],
    ['task-a', 'git checkout -B task/trunk origin/task/trunk', 'deny', 'ref.main'],
    ['task-a', 'git checkout -B task/a origin/task/trunk', 'allow', 'git.checkout'],
    ['task-a', 'git merge origin/task/trunk', 'allow', 'git.merge'],
  ])('is a branch of any name: in %s %s is %s', (worktree, line, decision, rule) => {
    expect(decide(worktree, line, POLICY, change)).toMatchObject({ decision, rule });
  });

  it('INV-6: opens git, ls, cat and pwd in main and nothing else', () => {
    const programs = [...POLICY.commands.values()]
      .filter(({ forms }) => forms.some((form) => form.in.has('main')))
      .map(({ name }) => name.split(' ')[0]);
    expect([...new Set(programs)].sort()).toEqual(['cat', 'git', 'ls', 'pwd']);
  });

  it('INV-10: is never asked about: what runs in main is allowed or denied', () => {
    const asked = [...POLICY.commands.values()].flatMap(({ forms }) =>
      forms.filter(({ decision }) => decision === 'ask'),
    );
    expect(asked.length).toBeGreaterThan(0);
    expect(asked.filter((form) => form.in.has('main'))).toEqual([]);
  });
});

describe('reasons', () => {
  it.each([
    ['git log --outp=x', 'The nearest is --output. Abbreviations are refused.'],
    ['git statu', 'Did you mean git status?'],
    ['gitt status', 'Did you mean git?'],
    ['npm run biuld', 'it has test, build, lint, test:unit'],
    ['git commit', 'A message is given with -m or -F'],
    ['git fetch origin main:main', 'could make main point elsewhere'],
    ['git checkout -B task/b origin/main', 'belongs to the worktree task-b'],
    ['ls && git push', 'one command per call'],
  ])('of refusing %s say what to do', (line, part) => {
    const { decision, reason } = decide('task-a', line);
    expect({ decision, reason }).toEqual({ decision: 'deny', reason: expect.stringContaining(part) });
  });
});

describe('facts', () => {
  it('INV-13: a path whose place nobody looked up is outside', () => {
    expect(judge(['cat', 'README.md'], POLICY, factsFor('task-a'))).toMatchObject({
      decision: 'deny',
      rule: 'path.outside',
    });
    expect(judge(['cat', 'constructor'], POLICY, factsFor('task-a'))).toMatchObject({
      decision: 'deny',
      rule: 'path.outside',
    });
  });

  it('changes of dependencies need the permission of the task', () => {
    expect(decide('task-a', 'npm install left-pad').rule).toBe('permission.dependency-changes');
    const permissions = { dependencyChanges: true };
    expect(decide('task-a', 'npm install left-pad', POLICY, { permissions }).decision).toBe('allow');
    expect(decide('main', 'npm install left-pad', POLICY, { permissions }).rule).toBe('place.main');
  });

  it('an empty argv is an answer, too', () => {
    expect(judge([], POLICY, factsFor('main'))).toMatchObject({ decision: 'deny', rule: 'parse.empty' });
  });
});

describe('paths to be resolved', () => {
  it.each([
    [
      ['cat', '-n', 'a', '../b'],
      ['a', '../b'],
    ],
    [
      ['git', 'diff', 'main...HEAD', '--', 'src', 'docs'],
      ['main...HEAD', 'src', 'docs'],
    ],
    [['git', 'commit', '-F', 'notes/message.txt'], ['notes/message.txt']],
    [['pytest', 'tests/test_a.py::test_b'], ['tests/test_a.py']],
    [['node', 'script.js', '/etc/passwd'], ['script.js']],
    [['npm', 'test', '--workspace', 'packages/a', '--', 'x'], ['packages/a']],
    [['codex', 'exec', '-C', 'src', 'do it now'], ['src']],
    [
      ['git', 'grep', 'needle', 'HEAD', '--', 'src'],
      ['HEAD', 'src'],
    ],
    [['git', 'worktree', 'add', '../task-x'], []],
    [['git', 'commit', '-m', 'a/b'], []],
    [['curl', 'x'], []],
    [['cat', '--unknown', 'x'], []],
    [[], []],
  ])('of %j are %j', (argv, paths) => {
    expect(pathArguments(argv, POLICY)).toEqual(paths);
  });
});
