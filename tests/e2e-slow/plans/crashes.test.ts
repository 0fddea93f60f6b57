import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { createCliScene } from '../../e2e/cli-scene.ts';

const TASKS = 100;
const CHAINS = 20;
const KILLS = 12;

/** Every tenth task has a worktree; each notes when it begins and when it has done its work. */
const planOf = (trace: string): string => {
  const tasks = Array.from({ length: TASKS }, (_, index) => {
    const command = JSON.stringify([
      'sh',
      '-c',
      `echo begin t${index} >> ${trace}; sleep 0.02; echo end t${index} >> ${trace}`,
    ]);
    const place = index % 10 === 0 ? '' : ', worktree: none';
    const after = index < CHAINS ? '' : `, depends_on: [t${index - CHAINS}]`;
    return `  - {id: t${index}, command: ${command}${place}${after}}`;
  });
  return `tasks:\n${tasks.join('\n')}\n`;
};

interface Line {
  readonly what: string;
  readonly task: string;
}

const linesOf = (trace: string): readonly Line[] =>
  readFileSync(trace, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => {
      const [what = '', task = ''] = line.split(' ');
      return { what, task };
    });

const count = (lines: readonly Line[], what: string): ReadonlyMap<string, number> => {
  const counts = new Map<string, number>();
  for (const line of lines) if (line.what === what) counts.set(line.task, (counts.get(line.task) ?? 0) + 1);
  return counts;
};

describe('a plan that is killed again and again (INV-7, INV-8)', () => {
  it('does each task once, but for those that were running at that moment, and its summary is true', async () => {
    const scene = await createCliScene([], { variables: { ORCHESTRATOR_MAX_WORKERS: '3' } });
    const trace = join(scene.repository.base, 'trace');
    writeFileSync(trace, '');
    writeFileSync(join(scene.repository.base, 'plan.yaml'), planOf(trace));
    const cutOff: string[] = [];
    for (let kill = 0; kill < KILLS; kill += 1) {
      const running = scene.start(['run', 'plan.yaml']);
      const until = count(linesOf(trace), 'end').size + 3 + ((kill * 7) % 5);
      while (count(linesOf(trace), 'end').size < Math.min(until, TASKS - 10)) await sleep(5);
      running.kill('SIGKILL');
      await running.ended;
      cutOff.push('killed');
    }
    const last = await scene.run(['run', 'plan.yaml', '--json']);
    expect(last.code).toBe(0);
    const report = last.json() as unknown as { run: string; tasks: { id: string; status: string; attempts: number }[] };
    expect(report.tasks.map(({ status, attempts }) => `${status} ${attempts}`)).toEqual(
      Array.from({ length: TASKS }, () => 'ready 1'),
    );
    const ends = count(linesOf(trace), 'end');
    expect(ends.size).toBe(TASKS);
    const repeated = [...count(linesOf(trace), 'begin').values()].reduce((sum, times) => sum + times - 1, 0);
    expect(repeated).toBeLessThanOrEqual(3 * cutOff.length);
    const summary = scene.runFile(report.run, 'docs/orchestrator-run-summary.md');
    expect(summary.match(/^\| t\d+ \| ready \|/gm)).toHaveLength(TASKS);
    expect(scene.repository.git(['worktree', 'list']).split('\n')).toHaveLength(1 + TASKS / 10);
    expect(scene.repository.git(['fsck', '--no-dangling'])).toBe('');
  });

  it('ends its children at SIGTERM, says how to go on, and goes on from there', async () => {
    const scene = await createCliScene([], { variables: { ORCHESTRATOR_MAX_WORKERS: '3' } });
    const trace = join(scene.repository.base, 'trace');
    writeFileSync(trace, '');
    writeFileSync(join(scene.repository.base, 'plan.yaml'), planOf(trace));
    const running = scene.start(['run', 'plan.yaml', '--json']);
    while (count(linesOf(trace), 'end').size < 10) await sleep(5);
    running.kill('SIGTERM');
    const stopped = await running.ended;
    expect(stopped.code).toBe(130);
    expect(stopped.stderr).toContain('orchestrator run plan.yaml');
    expect(stopped.json()).toMatchObject({ status: 'stopped' });
    const before = linesOf(trace).length;
    await sleep(300);
    expect(linesOf(trace)).toHaveLength(before);
    expect((await scene.run(['run', 'plan.yaml'])).code).toBe(0);
    expect(count(linesOf(trace), 'end').size).toBe(TASKS);
  });
});
