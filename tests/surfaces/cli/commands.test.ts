import { describe, expect, it } from 'vitest';
import type { DecisionView } from '../../../src/app/tasks/decision-view.ts';
import { OrchestratorError } from '../../../src/domain/errors.ts';
import type { GateOutcome } from '../../../src/domain/verdict/verdict.ts';
import type { RunSinks } from '../../../src/surfaces/cli/cli-deps.ts';
import { report } from './recorded-run.ts';
import { createScene, STATUS, TASKS } from './scene.ts';

describe('resume', () => {
  it('continues the named run, or the newest', async () => {
    const asked: (string | null)[] = [];
    const working = () => ({
      resumeRun: async (run: string | null) => {
        asked.push(run);
        return { ...report, status: 'done' as const };
      },
    });
    expect(await createScene({ working }).run('resume', 'r-7f3')).toBe(0);
    expect(await createScene({ working }).run('resume', '--yes', '--worker', 'claude')).toBe(0);
    expect(asked).toEqual(['r-7f3', null]);
  });

  it('with nothing left says so and ends with 0', async () => {
    const scene = createScene({ working: () => ({ resumeRun: async () => null }) });
    expect(await scene.run('resume', '--json')).toBe(0);
    expect(scene.stdout.text).toBe('null\n');
    expect(scene.stderr.text).toContain('nothing is left to resume');
  });
});

describe('dispatcher', () => {
  const dispatching = (failing: boolean) => ({
    working: (_sinks: RunSinks) => ({
      dispatch: async function* () {
        if (failing)
          yield { type: 'failed' as const, source: 'tracker', task: null, error: new Error('tracker is down') };
        yield {
          type: 'run' as const,
          source: 'DISPATCH_TASKS',
          task: 'a',
          report: { ...report, status: 'done' as const },
        };
        yield {
          type: 'run' as const,
          source: 'DISPATCH_TASKS',
          task: 'b',
          report: { ...report, status: 'done' as const },
        };
      },
    }),
  });

  it('prints a report a task', async () => {
    const scene = createScene(dispatching(false));
    expect(await scene.run('dispatcher', '--once', '--json')).toBe(0);
    expect(scene.stdout.lines.map((line) => JSON.parse(line).run)).toEqual(['r-7f3', 'r-7f3']);
  });

  it('goes on after a source that fails, and ends with 1', async () => {
    const scene = createScene(dispatching(true));
    expect(await scene.run('dispatcher')).toBe(1);
    expect(scene.stdout.text.match(/^# r-7f3/gm)).toHaveLength(2);
    expect(scene.stderr.text).toMatch(/✗ source tracker\nerror\[internal\]: tracker is down/);
  });

  it('ends with 1 when a task was not done', async () => {
    const working = () => ({
      dispatch: async function* () {
        yield { type: 'run' as const, source: 's', task: 'a', report };
      },
    });
    expect(await createScene({ working }).run('dispatcher')).toBe(1);
  });
});

describe('looking', () => {
  it('status is louder about what waits than about what is done', async () => {
    const scene = createScene({ looking: { status: async () => STATUS } });
    expect(await scene.run('status', '-C', '/base')).toBe(0);
    expect(scene.stdout.text).toMatchInlineSnapshot(`
      "‖ NEEDS YOU T-4 since 2m: Retain 30 or 90 days?
        orchestrator task answer q-1 "..."   (an approval: task approve q-1)
      r-7f3 waiting for 10m · Add single sign-on
      tasks 1 merged, 1 NEEDS YOU
      jobs  3 succeeded, 1 running
      "
    `);
    expect(scene.opened).toEqual([{ how: 'looking', flags: { directory: '/base' } }]);
    expect(scene.closed).toEqual(['looking']);
  });

  it('a run whose process is gone is interrupted, and nothing says for how long it has been running (YA-09)', async () => {
    const run = STATUS.run && { ...STATUS.run, status: 'running' as const, interrupted: true };
    const scene = createScene({ looking: { status: async () => ({ ...STATUS, run, waiting: [] }) } });
    expect(await scene.run('status')).toBe(0);
    expect(scene.stdout.text).toMatchInlineSnapshot(`
      "r-7f3 interrupted · Add single sign-on
        orchestrator resume r-7f3
      tasks 1 merged, 1 NEEDS YOU
      jobs  3 succeeded, 1 running
      "
    `);
  });

  it('what waits for a service asks nothing of the reader, and is counted apart (INV-14)', async () => {
    const since = STATUS.run?.startedAt ?? '';
    const atCi = { task: 'T-5', for: 'CI is at it', since, question: null, owner: 'CI' };
    const status = async () => ({ ...STATUS, tasks: { waiting: 2 }, waiting: [atCi, ...STATUS.waiting] });
    const scene = createScene({ looking: { status } });
    expect(await scene.run('status')).toBe(0);
    expect(scene.stdout.text).toMatchInlineSnapshot(`
      "‖ NEEDS YOU T-4 since 2m: Retain 30 or 90 days?
        orchestrator task answer q-1 "..."   (an approval: task approve q-1)
      ‖ T-5 waits since 10m: CI is at it
      r-7f3 waiting for 10m · Add single sign-on
      tasks 1 NEEDS YOU, 1 waiting
      jobs  3 succeeded, 1 running
      "
    `);
  });

  it('KB-32 what is mended stands beside what waits, with the job that is at it and why', async () => {
    const why = 'sent back by browser-clean, round 2: 1 defect in the browser: error on the console: no till (/:31)';
    const status = async () => ({ ...STATUS, reworks: [{ task: 'T-5', stage: 'fix', job: 'J-9', for: why }] });
    const scene = createScene({ looking: { status } });
    expect(await scene.run('status')).toBe(0);
    expect(scene.stdout.text).toContain(`\n● T-5 is mended in fix by J-9: ${why}\nr-7f3 waiting`);
  });

  it.each([
    [['status', '--json'], STATUS],
    [['task', 'list', '--json'], TASKS],
    [['report', 'r-7f3', '--json'], report],
    [['worktree', 'list', '--json'], []],
  ])('%j prints one document', async (argv, value) => {
    const looking = {
      status: async () => STATUS,
      tasks: async () => TASKS,
      report: async () => report,
      worktrees: async () => [],
    };
    const scene = createScene({ looking });
    expect(await scene.run(...argv)).toBe(0);
    expect(JSON.parse(scene.stdout.text)).toEqual(JSON.parse(JSON.stringify(value)));
    expect(scene.stderr.text).toBe('');
  });

  it('task show answers first why a task does not move and who can move it', async () => {
    const [task] = report.tasks.slice(1);
    if (task === undefined) throw new Error('the report has two tasks');
    const details = {
      ...task,
      run: 'r-7f3',
      prompt: 'Add a button.',
      feedback: ['3 tests failed'],
      questions: [],
      dependsOn: ['T-1'],
    };
    const scene = createScene({ looking: { task: async () => details } });
    await scene.run('task', 'show', 'T-3');
    expect(scene.stdout.text).toMatchSnapshot();
  });

  it.each([
    ['blocked', 'person', true],
    ['blocked', 'tech lead', false],
    ['waiting', 'person', false],
  ] as const)(
    'task show of what is %s for the %s names the command that has it tried again: %s (INV-14)',
    async (status, owner, isNamed) => {
      const [task] = report.tasks;
      const details = { ...task, status, owner, run: 'r-7f3', prompt: '', feedback: [], dependsOn: [], questions: [] };
      const scene = createScene({ looking: { task: async () => details as never } });
      await scene.run('task', 'show', 'T-1');
      expect(scene.stdout.text.includes('orchestrator task retry T-1')).toBe(isNamed);
    },
  );

  it('task show --why names what led the task there (INV-1)', async () => {
    const [task] = report.tasks;
    const move = (stage: string, reason: string) => ({
      at: '2026-03-01T12:00:01.000Z',
      event: 'gates-answered',
      from: { stage: 'checks', status: 'planned' },
      to: { stage, status: 'ready' },
      because: [reason],
    });
    const history = Array.from({ length: 14 }, (_, index) =>
      move(`s-${index}`, `checks-green pass: ${index}\u001b[2J`),
    );
    const looking = {
      task: async () => ({ ...task, run: 'r-7f3', prompt: '', feedback: [], dependsOn: [], questions: [] }) as never,
      history: async () => history,
    };
    const scene = createScene({ looking });
    await scene.run('task', 'show', 'T-1', '--why');
    expect(scene.stdout.text).toContain('\nHistory\n  … 2 earlier\n');
    expect(scene.stdout.text).toMatch(
      /2026-03-01 12:00:01 {2}checks \(planned\) → s-13 \(ready\) {2}gates-answered\n {6}checks-green pass: 13\n$/,
    );
    const json = createScene({ looking });
    await json.run('task', 'show', 'T-1', '--why', '--json');
    expect(JSON.parse(json.stdout.text).history).toHaveLength(14);
    const plain = createScene({ looking });
    await plain.run('task', 'show', 'T-1', '--json');
    expect(JSON.parse(plain.stdout.text)).not.toHaveProperty('history');
  });

  it('task list says so when there is none', async () => {
    const scene = createScene({ looking: { tasks: async () => [] } });
    expect(await scene.run('task', 'list')).toBe(0);
    expect(scene.stdout.text).toBe('');
    expect(scene.stderr.text).toContain('no tasks yet');
  });

  it('trace prints a step a line, or the lines as they were written', async () => {
    const written = '{"at":1,"type":"tool-called","input":{"a":"x y"}}\n\nnot json\u001b[2J\n';
    const looking = {
      trace: async () => '/home/trace.jsonl',
      read: async function* () {
        yield written.slice(0, 20);
        yield written.slice(20);
      },
    };
    const scene = createScene({ looking });
    await scene.run('trace', 'r-7f3');
    expect(scene.stdout.text).toBe('at=1 type=tool-called input="{\\"a\\":\\"x y\\"}"\nnot json\n');
    const raw = createScene({ looking });
    await raw.run('trace', 'r-7f3', '--json');
    expect(raw.stdout.lines).toEqual(['{"at":1,"type":"tool-called","input":{"a":"x y"}}', 'not json\u001b[2J']);
  });
});

describe('a decision', () => {
  const calls: string[][] = [];
  const deciding = {
    answer: async (...args: string[]) => said('answer', args),
    approve: async (...args: string[]) => said('approve', args),
    reject: async (...args: string[]) => said('reject', args),
    retryTask: async (...args: string[]) => said('retry', args),
    cancelTask: async (...args: string[]) => said('cancel', args),
  };
  const said = (what: string, args: string[]): DecisionView => {
    calls.push([what, ...args]);
    return {
      message: `${args[0]} took effect`,
      result: { question: 'q-1', run: 'r-7f3', task: null, answer: what, by: 'ana' },
    };
  };

  it.each([
    [
      ['answer', 'q-1', '90', 'days'],
      ['answer', 'q-1', '90 days'],
    ],
    [
      ['approve', 'q-2'],
      ['approve', 'q-2'],
    ],
    [
      ['reject', 'q-2', '--reason', 'no'],
      ['reject', 'q-2', 'no'],
    ],
    [
      ['retry', 'T-1'],
      ['retry', 'T-1'],
    ],
    [
      ['cancel', 'T-1'],
      ['cancel', 'T-1'],
    ],
  ])('%j reaches the application and is confirmed', async (argv, call) => {
    const scene = createScene({ deciding });
    expect(await scene.run('task', ...argv)).toBe(0);
    expect(calls.at(-1)).toEqual(call);
    expect(scene.stdout.text).toBe(`${call[1]} took effect\n`);
    expect(scene.closed).toEqual(['deciding']);
    const json = createScene({ deciding });
    expect(await json.run('task', ...argv, '--json')).toBe(0);
    expect(JSON.parse(json.stdout.text)).toMatchObject({ question: 'q-1', answer: call[0] });
    expect(json.stderr.text).toBe('');
  });

  it('may come from a pipe, and is never empty', async () => {
    expect(await createScene({ deciding, stdin: 'long\nanswer\n' }).run('task', 'answer', 'q-1')).toBe(0);
    expect(calls.at(-1)).toEqual(['answer', 'q-1', 'long\nanswer']);
    expect(await createScene({ deciding, stdin: ' \n' }).run('task', 'answer', 'q-1')).toBe(2);
    expect(await createScene({ deciding, terminal: true }).run('task', 'answer', 'q-1')).toBe(2);
  });

  it('against something wants a reason', async () => {
    const scene = createScene({ deciding });
    expect(await scene.run('task', 'reject', 'q-2')).toBe(2);
    expect(scene.stderr.text).toContain("required option '--reason <text>'");
  });

  it('that nothing waits for is exit code 2', async () => {
    const approve = () =>
      Promise.reject(new OrchestratorError('nothing-waits', 'T-1 waits for nothing', 'see task show'));
    expect(await createScene({ deciding: { approve } }).run('task', 'approve', 'T-1')).toBe(2);
  });
});

describe('a group without its command', () => {
  it.each(['task', 'guard', 'gate', 'worktree', 'config'])(
    '%s shows its help on stderr and ends with 2',
    async (group) => {
      const scene = createScene();
      expect(await scene.run(group)).toBe(2);
      expect(scene.stderr.text).toContain(`Usage: orchestrator ${group}`);
      expect(scene.stdout.text).toBe('');
    },
  );

  it('suggests the nearest one', async () => {
    const scene = createScene();
    expect(await scene.run('task', 'lst')).toBe(2);
    expect(scene.stderr.text).toMatch(/unknown command 'lst'[\s\S]*list/);
  });
});

describe('gate', () => {
  const answers = (...outcomes: readonly GateOutcome[]) => ({
    looking: { gateCheck: async () => outcomes.map((outcome) => ({ gate: 'g', outcome, reason: 'because\nof this' })) },
  });

  it.each<[readonly GateOutcome[], number]>([
    [['pass'], 0],
    [['pass', 'pending'], 3],
    [['pending', 'fail'], 1],
    [['fail'], 1],
    [[], 0],
  ])('check of %j ends with %i (INV-13)', async (outcomes, code) => {
    expect(await createScene(answers(...outcomes)).run('gate', 'check', 'T-1')).toBe(code);
  });

  it('eval judges a file', async () => {
    const evaluateGate = async (gate: string, file: string) => ({
      outcome: 'fail' as const,
      reason: `${gate} ${file}`,
    });
    const scene = createScene({ setUp: { evaluateGate } });
    expect(await scene.run('gate', 'eval', 'review', '--file', '12-review.md', '--json')).toBe(1);
    expect(JSON.parse(scene.stdout.text)).toEqual({ gate: 'review', outcome: 'fail', reason: 'review 12-review.md' });
  });

  it('list needs no repository', async () => {
    const gates = async () => [{ gate: 'checks-green', artifact: null, fields: [], description: 'The checks pass.' }];
    const scene = createScene({ setUp: { gates } });
    expect(await scene.run('gate', 'list')).toBe(0);
    expect(scene.stdout.text).toBe('GATE          READS  ASKS\nchecks-green  -      The checks pass.\n');
    expect(scene.opened).toEqual([]);
  });
});

describe('set-up and care', () => {
  const findings = [
    { check: 'git', ok: true as const, detail: '2.47', fix: null },
    { check: 'disk', ok: 'warn' as const, detail: '1 GB left', fix: 'make room' },
  ];
  const doctor = (...further: readonly { check: string; ok: false; detail: string; fix: string }[]) => ({
    setUp: {
      doctor: async function* () {
        yield* [...findings, ...further];
      },
    },
  });

  it('doctor prints the fix beside the finding and ends with 1 only for failures', async () => {
    expect(await createScene(doctor()).run('doctor')).toBe(0);
    const scene = createScene(doctor({ check: 'codex', ok: false, detail: 'not logged in', fix: 'codex login' }));
    expect(await scene.run('doctor')).toBe(1);
    expect(scene.stdout.text).toContain('✗ FAIL codex              not logged in\n       fix: codex login\n');
    expect(await createScene(doctor()).run('doctor', '--json')).toBe(0);
  });

  it('worktree prune says what stays and why (INV-9)', async () => {
    const pruneWorktrees = async () => [
      { worktree: 'task-a', removed: true, reason: 'merged' },
      { worktree: 'task-b', removed: false, reason: 'has changed files: x.ts' },
      { worktree: 'task-c', removed: false, wouldRemove: true, reason: 'unless it holds work' },
    ];
    const scene = createScene({ deciding: { pruneWorktrees } });
    expect(await scene.run('worktree', 'prune')).toBe(0);
    expect(scene.stdout.text).toBe(
      '✓ removed task-a  merged\n· kept task-b  has changed files: x.ts\n✓ would remove task-c  unless it holds work\n',
    );
  });

  it('config print shows where a value comes from', async () => {
    const settings = async () => [{ key: 'worker', value: 'codex', source: 'default' }];
    const scene = createScene({ setUp: { settings } });
    expect(await scene.run('config', 'print')).toBe(0);
    expect(scene.stdout.text).toContain('worker   codex  default');
  });

  it('config schema prints that of the settings, or of plan files', async () => {
    const schemas = {
      settingsSchema: async () => ({ title: 'settings' }),
      planSchema: async () => ({ title: 'plan' }),
    };
    for (const [words, title] of [
      [[], 'settings'],
      [['--plan'], 'plan'],
      [['--plan', '--json'], 'plan'],
    ] as const) {
      const scene = createScene({ setUp: schemas });
      expect(await scene.run('config', 'schema', ...words)).toBe(0);
      expect(JSON.parse(scene.stdout.text)).toEqual({ title });
    }
  });

  it('init prints the base directory for scripts and the next step for people', async () => {
    const scene = createScene({ setUp: { init: async () => ({ baseDir: '/my base', main: '/my base/main' }) } });
    expect(await scene.run('init', 'https://example.com/a.git')).toBe(0);
    expect(scene.stdout.text).toBe('/my base\n');
    expect(scene.stderr.text).toContain("export ORCHESTRATOR_BASE_DIR='/my base' && orchestrator doctor\n");
  });

  it('demo ends with the report of the rehearsal', async () => {
    const scene = createScene();
    expect(await scene.run('demo', '--json')).toBe(3);
    expect(JSON.parse(scene.stdout.text).run).toBe('r-7f3');
    expect(scene.opened).toEqual([{ how: 'demo', flags: { json: true, yes: true } }]);
  });
});
