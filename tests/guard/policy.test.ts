import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { KIND_NAMES } from '../../src/guard/argument-pattern.ts';
import { mergePolicies } from '../../src/guard/merge-policies.ts';
import { type Policy, PolicySchema } from '../../src/guard/policy-schema.ts';
import { decide, POLICY, POLICY_TEXT } from './guard-fixture.ts';

function policyOf(yaml: string): Policy {
  return PolicySchema.parse(parse(yaml));
}

function faultsOf(yaml: string): string[] {
  const result = PolicySchema.safeParse(parse(yaml));
  return result.success ? [] : result.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
}

function merged(yaml: string): Policy {
  const result = mergePolicies(POLICY, policyOf(yaml));
  if (!result.ok) throw new Error(result.reason);
  return result.policy;
}

describe('CX-35: a rule is data', () => {
  it('a new command is opened by a few lines of YAML', () => {
    const line = 'terraform plan -no-color infra';
    expect(decide('task-a', line).rule).toBe('program.unknown');
    const wider = policyOf(
      POLICY_TEXT.replace(
        '\ncommands:\n',
        '\ncommands:\n  terraform plan:\n    in: [task]\n    options: [-no-color, -input=<true|false>]\n    arguments: <path>?\n',
      ),
    );
    expect(decide('task-a', line, wider)).toMatchObject({ decision: 'allow', rule: 'terraform.plan' });
    expect(decide('task-a', 'terraform plan -out=x', wider)).toMatchObject({
      decision: 'deny',
      rule: 'option.unknown',
    });
    expect(decide('task-a', 'terraform apply', wider)).toMatchObject({ decision: 'deny', rule: 'terraform.unknown' });
    expect(decide('task-a', 'terraform plan ../main', wider)).toMatchObject({
      decision: 'deny',
      rule: 'path.other-worktree',
    });
  });

  it('a rule of a few lines denies or asks about what was allowed', () => {
    const narrower = policyOf(`${POLICY_TEXT}
rules:
  - rule: house.no-amend
    command: git commit
    requires: [--amend]
    decision: deny
    reason: Commits are never amended here.
  - rule: house.ask-before-merge
    command: git merge
    in: [main]
    arguments: <task-branch>
    decision: ask
    reason: A person looks at every merge here.
`);
    expect(decide('task-a', 'git commit --amend --no-edit', narrower)).toMatchObject({
      decision: 'deny',
      rule: 'house.no-amend',
    });
    expect(decide('task-a', 'git commit -m x', narrower).decision).toBe('allow');
    expect(decide('main', 'git merge task/a', narrower)).toMatchObject({
      decision: 'ask',
      rule: 'house.ask-before-merge',
      meaning: { type: 'merge-task', branch: 'task/a' },
    });
    expect(decide('task-a', 'git merge main', narrower).decision).toBe('allow');
  });
});

it('INV-9: a form may be asked about while the worktree holds uncommitted work, and is allowed otherwise', () => {
  const policy = policyOf(
    'version: 1\ncommands:\n  wipe: { in: [task], decision: ask, while: uncommitted, reason: It wipes. }\n',
  );
  const worktree = { name: 'task-a', kind: 'task', uncommitted: true } as const;
  expect(decide('task-a', 'wipe', policy, { worktree })).toMatchObject({ decision: 'ask', reason: 'It wipes.' });
  expect(decide('task-a', 'wipe', policy)).toMatchObject({ decision: 'allow', rule: 'wipe' });
  expect(faultsOf('version: 1\ncommands:\n  wipe: { in: [task], while: uncommitted }\n')).toEqual([
    'commands.wipe.while: "while" says when a "decision" holds, so name one',
  ]);
});

describe('INV-6: what a target repository may say', () => {
  it('its deny and ask rules count, and deny wins over ask', () => {
    const policy = merged(`
version: 1
denied:
  - { commands: [npm test], rule: acme.no-npm, reason: Tests run in the container only. }
rules:
  - { rule: acme.ask-fetch, command: git fetch, decision: ask, reason: The line is metered. }
  - { rule: acme.no-prune, command: git fetch, requires: [--prune], decision: deny, reason: Old branches are kept. }
  - { rule: acme.careful, command: git, in: [main], decision: ask, reason: Ask before anything in main. }
`);
    expect(decide('task-a', 'npm test', policy)).toMatchObject({ decision: 'deny', rule: 'acme.no-npm' });
    expect(decide('task-a', 'git fetch origin', policy)).toMatchObject({ decision: 'ask', rule: 'acme.ask-fetch' });
    expect(decide('task-a', 'git fetch origin --prune', policy)).toMatchObject({
      decision: 'deny',
      rule: 'acme.no-prune',
    });
    expect(decide('main', 'git status', policy)).toMatchObject({ decision: 'ask', rule: 'acme.careful' });
    expect(decide('main', 'git push', policy)).toMatchObject({ decision: 'deny', rule: 'git.push' });
    expect(decide('task-a', 'git status', policy).decision).toBe('allow');
  });

  it('it makes no command refused that it does not name', () => {
    const policy = merged(
      'version: 1\ndenied:\n  - { commands: [cat secrets.txt], reason: Nobody reads that file. }\n',
    );
    expect(decide('task-a', 'cat secrets.txt', policy).decision).toBe('deny');
    expect(decide('task-a', 'cat README.md', policy).decision).toBe('allow');
  });

  it.each([
    [
      'version: 1\ncommands:\n  curl: { in: [task], arguments: <text>* }\n',
      ['commands', 'curl'],
      '"curl" would be opened',
    ],
    ['version: 1\nplaces: { main: Anything goes. }\n', ['places', 'main'], 'texts of the policy'],
  ])('anything wider is an error with its place: %j', (yaml, path, reason) => {
    expect(mergePolicies(POLICY, policyOf(yaml))).toEqual({ ok: false, path, reason: expect.stringContaining(reason) });
  });

  it('cannot allow by a rule', () => {
    expect(
      faultsOf('version: 1\nrules:\n  - { rule: a.b, command: git push, decision: allow, reason: Please. }\n'),
    ).toEqual(['rules.0.decision: a rule may only deny or ask; what is allowed is a form of a command']);
  });
});

describe('a faulty policy is refused with the place of the fault', () => {
  it.each([
    ['version: 2', 'version: '],
    ['version: 1\ncommand: {}', ': Unrecognized key: "command"'],
    ['version: 1\ncommands:\n  ls: { arguments: <path>* }', 'commands.ls: needs "in"'],
    [
      'version: 1\ncommands:\n  ls: { in: [task], options: ["-l <"] }',
      'commands.ls.options.0: "-l <" is not an option',
    ],
    [
      'version: 1\ncommands:\n  ls: { in: [task], options: [-l <file>] }',
      'commands.ls.options.0: "-l <file>" is not an option',
    ],
    [
      'version: 1\ncommands:\n  ls: { in: [task], arguments: <path>* <path> }',
      'commands.ls.arguments: "<path>* <path>" is no pattern',
    ],
    [
      'version: 1\ncommands:\n  ls: { in: [task], uses: [nothing] }',
      'commands.ls.uses: there is no option set "nothing"',
    ],
    [
      'version: 1\ncommands:\n  ls: { in: [task], requires: [-l] }',
      'commands.ls.requires: -l is no option of this form',
    ],
    [
      'version: 1\ncommands:\n  ls: { in: [task], options: [-l], refused: { -l: No. } }',
      'commands.ls.refused.-l: -l is known and refused',
    ],
    [
      'version: 1\ncommands:\n  ls: { in: [task], options: [-l, -l <text>] }',
      'commands.ls.options: -l means two things',
    ],
    [
      'version: 1\ncommands:\n  ls: { in: [task], reason: Why., forms: [{}] }',
      'commands.ls.reason: "reason" belongs to a form',
    ],
    ['version: 1\ncommands:\n  ls: { in: [task], aliases: [ls] }', 'commands.ls: "ls" is described twice'],
    [
      'version: 1\ncommands:\n  git log: { in: [task] }\ndenied:\n  - { commands: [git], reason: No git. }',
      'commands.git log: "git log" is denied in the same file',
    ],
  ])('%j', (yaml, fault) => {
    expect(faultsOf(yaml)).toEqual([expect.stringContaining(fault)]);
  });
});

it('the guide names every kind of argument', () => {
  const guide = readFileSync(join(import.meta.dirname, '../../docs/guides/guard.md'), 'utf8');
  expect(KIND_NAMES.filter((kind) => !guide.includes(`\`${kind}\``))).toEqual([]);
});
