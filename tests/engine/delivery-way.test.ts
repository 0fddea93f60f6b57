import { describe, expect, it } from 'vitest';
import { nextStage, rollbackOf } from '../../src/domain/pipeline/pipeline.ts';
import type { Task } from '../../src/domain/task.ts';
import type { TaskEvent } from '../../src/domain/task-event.ts';
import {
  approves,
  arrived,
  created,
  DELIVERY,
  happens,
  PIPELINES,
  passes,
  take,
  waits,
  walk,
  works,
} from './delivery-scene.ts';

const merged: TaskEvent = { type: 'merged', commit: 'merge-commit' };

describe('the delivery pipeline', () => {
  /** The rows of the stage table as its reference has them: the agent of a row is started on leaving its stage. */
  it('has these stages, next workers and gates', () => {
    const rows = DELIVERY.stages.map((stage) => {
      const next = nextStage(DELIVERY, stage.name);
      return `${stage.name} -> ${next?.name ?? 'none'} | ${next?.role ?? 'none'} | ${stage.gates.join(' ') || 'none'}`;
    });
    expect(rows.join('\n')).toMatchInlineSnapshot(`
      "created -> analysis | analyst | entry
      analysis -> architecture | architect | analysis-complete analysis-approved
      architecture -> development | developer | no-spec-conflict architecture-done
      development -> review | reviewer | worktree-clean change-present write-scope secrets-in-diff docs-touched diff-size checks-unchanged checks-green
      review -> testing | tester | review-verdict
      testing -> deploy-staging | deployer | tests-verdict
      deploy-staging -> deploy | deployer | staging-status
      deploy -> done | none | deploy-status candidate-unchanged worktree-clean secrets-in-diff no-conflict checks-unchanged merge-checks-green
      done -> none | none | none"
    `);
  });

  it('sends a failure back to these stages', () => {
    const rows = DELIVERY.stages.flatMap((stage) =>
      stage.gates.map((gate) => {
        const blocks = stage.blocksOn.includes(gate) ? ' and blocks' : '';
        return `${stage.name} | ${gate} -> ${rollbackOf(stage, gate)}${blocks}`;
      }),
    );
    expect(rows.join('\n')).toMatchInlineSnapshot(`
      "created | entry -> created
      analysis | analysis-complete -> analysis and blocks
      analysis | analysis-approved -> analysis
      architecture | no-spec-conflict -> analysis
      architecture | architecture-done -> architecture
      development | worktree-clean -> development
      development | change-present -> development
      development | write-scope -> development
      development | secrets-in-diff -> development
      development | docs-touched -> development
      development | diff-size -> development
      development | checks-unchanged -> development
      development | checks-green -> development
      review | review-verdict -> development
      testing | tests-verdict -> development
      deploy-staging | staging-status -> development and blocks
      deploy | deploy-status -> development and blocks
      deploy | candidate-unchanged -> development
      deploy | worktree-clean -> development
      deploy | secrets-in-diff -> development and blocks
      deploy | no-conflict -> development
      deploy | checks-unchanged -> development
      deploy | merge-checks-green -> development"
    `);
  });

  it('goes from the request to the merge, each role once and each gate asked', () => {
    const visited: string[] = [];
    const follow = (task: Task): Task => {
      visited.push(`${task.stage} ${task.state.status} ${task.due}`);
      if (task.due === 'work') return works()(task);
      if (task.due === 'merge') return walk(task, passes, happens(merged));
      if (task.stage !== 'analysis') return passes(task);
      return walk(task, waits('analysis-approved'), approves, passes);
    };
    let task = created();
    while (task.state.status !== 'merged') task = follow(task);
    expect(visited).toMatchInlineSnapshot(`
      [
        "created planned gates",
        "analysis planned work",
        "analysis running gates",
        "architecture planned work",
        "architecture running gates",
        "development planned work",
        "development running gates",
        "review planned work",
        "review running gates",
        "testing planned work",
        "testing running gates",
        "deploy-staging planned work",
        "deploy-staging running gates",
        "deploy planned work",
        "deploy ready merge",
      ]
    `);
    expect(task).toMatchObject({ stage: 'done', due: null, activeJob: null, state: { commit: 'merge-commit' } });
    expect(task.attempts).toEqual({ analyst: 1, architect: 1, developer: 1, reviewer: 1, tester: 1, deployer: 2 });
    expect(task.rejections).toEqual([]);
  });

  it.each(DELIVERY.stages.map(({ name }) => name).filter((name) => name !== 'done'))(
    'is not merged out of %s before its gates have passed (INV-1)',
    (stage) => {
      expect(take(arrived(stage), merged)).toMatchObject({ accepted: false });
    },
  );

  it.each(DELIVERY.stages.at(-2)?.gates ?? [])('is not merged without %s, whatever else has passed (INV-1)', (gate) => {
    const ready = walk(arrived('deploy'), works(), passes);
    expect(take(ready, merged)).toMatchObject({ accepted: true });
    expect(take({ ...ready, verdicts: ready.verdicts.filter((v) => v.gate !== gate) }, merged)).toMatchObject({
      accepted: false,
    });
    for (const outcome of ['fail', 'pending'] as const) {
      const verdicts = ready.verdicts.map((v) => (v.gate === gate ? { ...v, outcome } : v));
      expect(take({ ...ready, verdicts }, merged)).toMatchObject({ accepted: false });
    }
  });

  it('is not merged when the deployer has worked on another candidate than this (INV-2)', () => {
    const ready = walk(arrived('deploy'), works(), passes);
    const elsewhere = ready.works.map((work) => (work.stage === 'deploy' ? { ...work, candidate: 'another' } : work));
    expect(take({ ...ready, works: elsewhere }, merged)).toMatchObject({ accepted: false });
  });
});

it('the bugfix pipeline leaves out analysis and architecture, and no gate of quality', () => {
  const bugfix = PIPELINES.get('bugfix');
  const left = DELIVERY.stages.filter(({ name }) => !['analysis', 'architecture'].includes(name));
  expect(bugfix?.stages.map(({ name, role }) => ({ name, role }))).toEqual(
    left.map(({ name, role }) => ({ name, role })),
  );
  const gates = (stages: typeof left) => stages.flatMap((stage) => stage.gates);
  expect(gates(left).filter((gate) => !gates([...(bugfix?.stages ?? [])]).includes(gate))).toEqual(['docs-touched']);
  let task = created({ pipeline: 'bugfix' });
  expect(task).toMatchObject({ stage: 'created', due: 'gates' });
  while (task.due !== 'merge') task = task.due === 'work' ? works()(task) : passes(task);
  expect(walk(task, passes, happens(merged)).state.status).toBe('merged');
});
