import { describe, expect, it } from 'vitest';
import { RunFailed } from '../../../src/app/runs/run-failed.ts';
import { OrchestratorError } from '../../../src/domain/errors.ts';
import type { RunReport } from '../../../src/domain/report.ts';
import type { RunStatus } from '../../../src/domain/run.ts';
import type { RunSinks, WorkingApp } from '../../../src/surfaces/cli/cli-deps.ts';
import { RECORDED, report } from './recorded-run.ts';
import { createScene } from './scene.ts';

type MainJob = WorkingApp['runMainJob'];

/** A main job that only says what it was asked for. */
const scripted = (ended: Partial<RunReport> = {}) => {
  const jobs: Parameters<MainJob>[0][] = [];
  const working = () => ({
    runMainJob: async (job: Parameters<MainJob>[0]) => {
      jobs.push(job);
      return { ...report, ...ended };
    },
  });
  return { jobs, working };
};

describe('the main job', () => {
  it('gets the task word for word, the pipeline, and all flags', async () => {
    const { jobs, working } = scripted({ status: 'done' });
    const scene = createScene({ working });
    const flags = [
      '--pipeline',
      'quick',
      '--delivery',
      'patch-only',
      '--worker',
      'claude',
      '--yes',
      '-C',
      'sub',
      '--dry-run',
    ];
    expect(await scene.run('  Fix "it"\nnow ', ...flags)).toBe(0);
    expect(jobs).toEqual([{ goal: '  Fix "it"\nnow ', pipeline: 'quick' }]);
    expect(scene.opened).toEqual([
      {
        how: 'working',
        flags: {
          pipeline: 'quick',
          delivery: 'patch-only',
          worker: 'claude',
          yes: true,
          directory: 'sub',
          dryRun: true,
        },
      },
    ]);
    expect(scene.closed).toEqual(['working']);
  });

  it.each<[RunStatus, number]>([
    ['done', 0],
    ['failed', 1],
    ['blocked', 1],
    ['running', 1],
    ['waiting', 3],
    ['stopped', 4],
  ])('that ends as %s ends the program with %i', async (status, code) => {
    expect(await createScene(scripted({ status })).run('Do it well')).toBe(code);
  });

  it('with --json prints one document on stdout and nothing else', async () => {
    const scene = createScene({
      working: ({ progress }: RunSinks) => ({
        runMainJob: async () => {
          for (const [, event] of RECORDED) progress.emit(event);
          return report;
        },
      }),
    });
    expect(await scene.run('Do it well', '--json')).toBe(3);
    expect(JSON.parse(scene.stdout.text)).toEqual(report);
    expect(scene.stdout.lines).toHaveLength(1);
    expect(scene.stderr.text).toContain('event=merged');
  });

  it('with --json prints the report of a run that an error ended, besides the error and with its exit code', async () => {
    const trouble = new OrchestratorError('baseline-red', 'main is red', 'mend it');
    const working = () => ({ runMainJob: () => Promise.reject(new RunFailed(report, trouble)) });
    const scene = createScene({ working });
    expect(await scene.run('Do it well', '--json')).toBe(2);
    expect(JSON.parse(scene.stdout.text)).toEqual(report);
    expect(JSON.parse(scene.stderr.text)).toEqual({
      error: { code: 'baseline-red', message: 'main is red', next: 'mend it', retryable: false },
    });
    const read = createScene({ working });
    expect(await read.run('Do it well')).toBe(2);
    expect(read.stdout.text).toBe('');
  });

  it('prints the report for people otherwise', async () => {
    const scene = createScene(scripted());
    await scene.run('Do it well');
    expect(scene.stdout.text).toMatch(/^# r-7f3 ‖ waits for you after 14m00s/);
  });

  it('traces tool calls when the settings say so', async () => {
    const call = RECORDED.flatMap(([, event]) => (event.type === 'tool-called' ? event : []));
    const working = ({ progress }: RunSinks) => ({
      trace: true,
      runMainJob: async () => {
        for (const event of call) progress.emit(event);
        return report;
      },
    });
    const scene = createScene({ working });
    await scene.run('Do it well');
    expect(scene.stderr.text).toMatch(/^trace tool=wait_for_jobs ms=1200 input=.* output=/m);
  });

  it('says an error with its cause and the next step', async () => {
    const working = () => ({
      runMainJob: async () => {
        throw new OrchestratorError('main-dirty', 'a.ts is changed\u001b[2J', 'commit or stash it');
      },
    });
    const scene = createScene({ working });
    expect(await scene.run('Do it well')).toBe(2);
    expect(scene.stderr.text).toBe('error[main-dirty]: a.ts is changed\nnext: commit or stash it\n');
    expect(scene.stdout.text).toBe('');
    expect(scene.closed).toEqual(['working']);

    const json = createScene({ working });
    expect(await json.run('Do it well', '--json')).toBe(2);
    expect(JSON.parse(json.stderr.text)).toMatchObject({ error: { code: 'main-dirty', next: 'commit or stash it' } });
    expect(json.stdout.text).toBe('');
  });

  it('says of a fault of our own where it came from', async () => {
    const scene = createScene({ working: () => ({ runMainJob: () => Promise.reject(new TypeError('oops')) }) });
    expect(await scene.run('Do it well')).toBe(1);
    expect(scene.stderr.text).toMatch(/^error\[internal\]: oops\n {4}at .*[\s\S]*next: /);
  });
});

describe('words that are no task', () => {
  const refused = async (...argv: string[]) => {
    const scene = createScene();
    expect(await scene.run(...argv)).toBe(2);
    expect(scene.opened).toEqual([]);
    expect(scene.stdout.text).toBe('');
    return scene.stderr.text;
  };

  it.each([[[]], [['']], [['   ']], [['--json']]])('nothing at all: %j', async (argv) => {
    expect(await refused(...argv)).toContain('no task was given');
  });

  it.each([
    ['staus', 'status'],
    ['resum', 'resume'],
    ['lgos', 'logs'],
    ['docter', 'doctor'],
    ['dispatch', 'dispatcher'],
    ['tasks', 'task'],
  ])('%s is a slip for %s', async (word, name) => {
    expect(await refused(word)).toContain(`did you mean \`orchestrator ${name}\``);
    expect(await refused(word, 'T-1')).toContain(`did you mean \`orchestrator ${name}\``);
  });

  it.each(['remediate', 'serve'])('%s is not built yet', async (word) => {
    expect(await refused(word)).toContain('not built yet');
    expect(await refused(word, 'plan.yaml')).toContain('not built yet');
  });

  it('several words want quotes, and are shown in them', async () => {
    expect(await refused('Fix', 'the', 'tests')).toContain('orchestrator "Fix the tests"');
  });

  it.each([
    ['--frobnicate'],
    ['--delivery', 'pull-request'],
    ['--worker', 'human'],
    ['--project', 'p'],
    ['--pipeline'],
  ])('an option that does not exist: %s %s', async (...options) => {
    expect(await refused('Do it well', ...options.filter((word) => word !== undefined))).toMatch(/^error\[usage\]: /);
  });

  it('options of the main job before another command', async () => {
    expect(await refused('--worker', 'claude', 'status')).toContain('--worker is no option of `orchestrator status`');
    expect(await refused('--json', 'completion', 'bash')).toContain('--json is no option');
  });

  it.each([
    ['status', 'now'],
    ['job', 'list', 'shop'],
    ['task', 'select', 'T-1', '1', '2'],
    ['run', 'a.yaml', 'b.yaml'],
  ])('a word too many behind another command: %s %s', async (...words) => {
    const given = words.filter((word) => word !== undefined);
    expect(await refused(...given)).toContain(`"${given.at(-1)}" is one word too many`);
  });

  it('may be forced with --', async () => {
    for (const word of ['staus', 'status', 'run']) {
      const { jobs, working } = scripted({ status: 'done' });
      expect(await createScene({ working }).run('--yes', '--', word)).toBe(0);
      expect(jobs).toEqual([{ goal: word, pipeline: null }]);
    }
  });

  it.each(['x', 'a', 'fix', 'Fix the status command'])('but %j is a task', async (word) => {
    const { jobs, working } = scripted();
    await createScene({ working }).run(word);
    expect(jobs).toHaveLength(1);
  });
});

describe('Ctrl-C', () => {
  /** Starts two workers, is interrupted, and ends as the application does: with the signal's reason. */
  const interrupted = (signal: string) => {
    const scene = createScene({
      working: ({ progress }) => ({
        runMainJob: async (_job, stop) => {
          for (const [, event] of RECORDED) progress.emit(event);
          scene.signals.emit(signal);
          stop.throwIfAborted();
          return report;
        },
      }),
    });
    return scene;
  };

  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'])(
    '(%s) says what ends and how to resume, and ends with 130',
    async (signal) => {
      const scene = interrupted(signal);
      expect(await scene.run('Do it well')).toBe(130);
      expect(scene.stderr.text).toContain('stopping: ending 2 workers; resume with `orchestrator resume r-7f3`');
      expect(scene.stderr.text).not.toContain('error[');
      expect(scene.closed).toEqual(['working']);
      expect(scene.signals.eventNames()).toEqual([]);
    },
  );

  it('ends with 130 though the run could still report', async () => {
    const scene = createScene({
      working: () => ({
        runMainJob: async () => {
          scene.signals.emit('SIGINT');
          return { ...report, status: 'stopped' };
        },
      }),
    });
    expect(await scene.run('Do it well', '--json')).toBe(130);
    expect(JSON.parse(scene.stdout.text)).toMatchObject({ status: 'stopped' });
    expect(scene.stderr.text).toContain('stopping: nothing was started');
  });
});
