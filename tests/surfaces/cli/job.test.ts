import { describe, expect, it } from 'vitest';
import { reportOfCommandJob } from '../../../src/domain/command-job/command-job-report.ts';
import { OrchestratorError } from '../../../src/domain/errors.ts';
import { createCommandJob } from '../../helpers/command-job.ts';
import { START } from './recorded-run.ts';
import { createScene } from './scene.ts';

const JOB = createCommandJob({
  id: 'J-4',
  command: ['sh', '-c', 'npm test\u001b[2J && echo COMPLETED'],
  maxIterations: 3,
  status: 'blocked',
  reason: 'dirty tree: junk.txt',
  followUp: 'SHOP-002',
  iterations: [
    { index: 1, startedAt: START, endedAt: START + 1_500, exitCode: null, keyword: false, blocker: null },
    { index: 2, startedAt: START, endedAt: START + 61_000, exitCode: 0, keyword: true, blocker: null },
  ],
  startedAt: START,
  endedAt: START + 62_500,
});

const creating = () => {
  const orders: unknown[] = [];
  const scene = createScene({
    deciding: {
      createCommandJob: async (order) => {
        orders.push(order);
        return JOB;
      },
    },
  });
  return { scene, orders };
};

const DEFAULTS = { maxIterations: null, completionKeyword: null, blockerKeyword: null, timeout: null };

describe('job create', () => {
  it('KB-24: hands on what stands behind `--` as it is', async () => {
    const { scene, orders } = creating();
    const words = ['npm', 'test', '--json', '--max-iters', '0', 'status', '--', '-C', '/x'];
    expect(await scene.run('job', 'create', '--repo', 'shop', '-C', '/base', '--', ...words)).toBe(0);
    expect(orders).toEqual([{ ...DEFAULTS, repo: 'shop', command: words, protectsTests: false }]);
    expect(scene.opened).toMatchObject([{ how: 'deciding', flags: { directory: '/base' } }]);
    expect(scene.stdout.text).toBe('J-4\n');
    expect(scene.stderr.text).toBe('J-4 waits for `orchestrator worker` (in /srv/shop, at most 3×)\n');
  });

  it('hands on every option, and prints one document with --json', async () => {
    const { scene, orders } = creating();
    const limits = ['--max-iters', '3', '--timeout', '0.5', '--protect-tests'];
    const words = ['--completion-keyword', 'DONE', '--blocker-keyword', 'STUCK'];
    expect(await scene.run('job', 'create', '--repo', 'shop', ...limits, ...words, '--json', '--', 'true')).toBe(0);
    expect(orders).toEqual([
      {
        ...{ repo: 'shop', command: ['true'], maxIterations: 3, timeout: 0.5, protectsTests: true },
        ...{ completionKeyword: 'DONE', blockerKeyword: 'STUCK' },
      },
    ]);
    expect(scene.stdout.text).toBe('{"job":"J-4"}\n');
    expect(scene.stderr.text).toBe('');
  });

  it.each([
    [['--', 'true']],
    [['--repo', 'shop']],
    [['--repo', 'shop', '--']],
    [['--repo', '', '--', 'true']],
    [['--repo', 'shop', '--max-iters', '0', '--', 'true']],
    [['--repo', 'shop', '--max-iters', '-1', '--', 'true']],
    [['--repo', 'shop', '--max-iters', 'two', '--', 'true']],
    [['--repo', 'shop', '--max-iters', '99999999999999999999', '--', 'true']],
    [['--repo', 'shop', '--timeout', '0', '--', 'true']],
    [['--repo', 'shop', '--timeout', 'Infinity', '--', 'true']],
    [['--repo', 'shop', '--completion-keyword', ' ', '--', 'true']],
    [['--repo', 'shop', '--nonsense', '--', 'true']],
  ])('%j ends with 2 before anything is opened', async (words) => {
    const { scene, orders } = creating();
    expect(await scene.run('job', 'create', ...words)).toBe(2);
    expect([orders, scene.opened, scene.stdout.text]).toEqual([[], [], '']);
    expect(scene.stderr.text).toContain('error[usage]');
  });

  it('ends with the code of what refuses it', async () => {
    const refusing = async () => {
      throw new OrchestratorError('unknown-repository', 'There is no repository "none".', 'Known: shop.');
    };
    const scene = createScene({ deciding: { createCommandJob: refusing } });
    expect(await scene.run('job', 'create', '--repo', 'none', '--', 'true')).toBe(2);
    expect(scene.stderr.text).toContain('error[unknown-repository]');
  });
});

describe('job list', () => {
  it('has a job a line, with why it stands where it stands', async () => {
    const jobs = [reportOfCommandJob(createCommandJob({ id: 'J-1' })), reportOfCommandJob(JOB)];
    const scene = createScene({ looking: { commandJobs: async () => jobs } });
    expect(await scene.run('job', 'list')).toBe(0);
    expect(scene.stdout.text).toMatchInlineSnapshot(`
      "JOB  STATUS     REPOSITORY  RAN  COMMAND                             WHY
      J-1  · queued   shop        0    make test
      J-4  ■ blocked  shop        2    sh -c 'npm test && echo COMPLETED'  dirty tree: junk.txt
      "
    `);
    const json = createScene({ looking: { commandJobs: async () => jobs } });
    await json.run('job', 'list', '--json');
    expect(JSON.parse(json.stdout.text)).toEqual(jobs);
  });

  it('says so when there is none', async () => {
    const scene = createScene({ looking: { commandJobs: async () => [] } });
    expect(await scene.run('job', 'list')).toBe(0);
    expect([scene.stdout.text, scene.stderr.text]).toEqual(['', expect.stringContaining('no jobs yet')]);
  });
});

describe('job cancel', () => {
  it('says what took effect', async () => {
    const cancelCommandJob = async () => reportOfCommandJob({ ...JOB, status: 'cancelled' });
    const scene = createScene({ deciding: { cancelCommandJob } });
    expect(await scene.run('job', 'cancel', 'J-4')).toBe(0);
    expect([scene.stdout.text, scene.stderr.text]).toEqual(['', '✓ J-4 is cancelled\n']);
    const json = createScene({ deciding: { cancelCommandJob } });
    await json.run('job', 'cancel', 'J-4', '--json');
    expect(JSON.parse(json.stdout.text)).toMatchObject({ job: 'J-4', status: 'cancelled' });
  });

  it('of one that has ended is exit code 2', async () => {
    const cancelCommandJob = async () => {
      throw new OrchestratorError('nothing-waits', 'J-4 has come to its end already.', 'See it.');
    };
    expect(await createScene({ deciding: { cancelCommandJob } }).run('job', 'cancel', 'J-4')).toBe(2);
  });
});

describe('job show', () => {
  const looking = {
    commandJob: async () => ({ job: JOB, report: reportOfCommandJob(JOB), logs: '/h/runs/J-4' }),
    logs: async () => ({ paths: ['/h/runs/J-4/1.out.log'], isOver: true }),
    read: async function* () {
      yield 'what it printed\n';
    },
  };

  it('answers first what became of it', async () => {
    const scene = createScene({ looking });
    expect(await scene.run('job', 'show', 'J-4')).toBe(0);
    expect(scene.stdout.text).toMatchInlineSnapshot(`
      "J-4  ■ blocked
      why      dirty tree: junk.txt
      task     orchestrator task show SHOP-002
      command  sh -c 'npm test && echo COMPLETED'
      where    shop, /srv/shop
      took     1m02s
      logs     /h/runs/J-4

      Iterations 2 of at most 3
        1  not completed  was ended · 1.5s
        2  completed  exit code 0 · 1m01s
      "
    `);
  });

  it('KB-14: prints the fixed keys with --json', async () => {
    const scene = createScene({ looking });
    await scene.run('job', 'show', 'J-4', '--json');
    expect(JSON.parse(scene.stdout.text)).toEqual({
      ...{ job: 'J-4', repo: 'shop', status: 'blocked', reason: 'dirty tree: junk.txt', command: JOB.command },
      ...{ iterations: 2, startedAt: new Date(START).toISOString(), durationMs: 62_500, exitCode: 0 },
      endedAt: new Date(START + 62_500).toISOString(),
    });
  });

  it('logs prints what the command printed', async () => {
    const scene = createScene({ looking });
    expect(await scene.run('job', 'logs', 'J-4')).toBe(0);
    expect(scene.stdout.text).toBe('what it printed\n');
  });

  it.each([['show'], ['logs']])('%s of an unknown job ends with 2', async (word) => {
    const unknown = async () => {
      throw new OrchestratorError('unknown-job', 'There is no job J-9.', 'See `orchestrator job list`.');
    };
    const scene = createScene({ looking: { commandJob: unknown } });
    expect(await scene.run('job', word, 'J-9')).toBe(2);
    expect(scene.stderr.text).toContain('error[unknown-job]');
  });
});
