import { describe, expect, it } from 'vitest';
import type { Pipeline } from '../../src/domain/pipeline/pipeline.ts';
import type { GateEvidence } from '../../src/domain/verdict/verdict.ts';
import { decide } from '../../src/engine/decide.ts';
import {
  answers,
  commandsOf,
  created,
  PIPELINES,
  passes,
  type Step,
  stageNow,
  take,
  walk,
  works,
} from './delivery-scene.ts';

const strict = (prompt = 'Greet the world.') => created({ pipeline: 'strict', prompt });

/** The gates of the stage pass; the review's says what is open. */
const reviewLeaves =
  (...open: readonly string[]): Step =>
  (task) => {
    const event = answers(task);
    if (event.type !== 'gates-answered') return task;
    const evidence: GateEvidence = { open };
    const verdicts = event.verdicts.map((each) => (each.gate === 'review-listed' ? { ...each, evidence } : each));
    const decision = take(task, { ...event, verdicts });
    if (!decision.accepted) throw new Error(decision.reason);
    return decision.task;
  };

const reviewed = walk(strict(), passes, works(), passes, works(), passes, passes, works());

describe('an optional stage (KB-03)', () => {
  it('is left out where its condition does not hold, and the choice is a command with its reason', () => {
    const task = strict();
    expect(walk(task, passes).stage).toBe('execute');
    expect(commandsOf(task, answers(task))).toEqual([
      {
        type: 'stage-chosen',
        stage: 'research',
        entered: false,
        reason: 'the request names no address and nothing to find out',
      },
    ]);
  });

  it('is entered where it holds, and says so too', () => {
    const task = strict('Investigate it, then greet.');
    expect(walk(task, passes)).toMatchObject({ stage: 'research', due: 'work' });
    expect(commandsOf(task, answers(task))).toMatchObject([{ type: 'stage-chosen', stage: 'research', entered: true }]);
  });

  it('a fix follows a review that left something open, and no other', () => {
    expect(reviewed.stage).toBe('review');
    expect(walk(reviewed, reviewLeaves('P2-1')).stage).toBe('fix');
    expect(walk(reviewed, reviewLeaves()).stage).toBe('verification');
  });

  it('a failed gate leads into it all the same, and says why', () => {
    const verifying = walk(reviewed, reviewLeaves());
    const back = take(
      verifying,
      answers(verifying, { gate: 'browser-clean', outcome: 'fail', reason: 'one defect\nin two lines' }),
    );
    expect(back).toMatchObject({
      ...{ accepted: true, task: { stage: 'fix', due: 'work' } },
      commands: [{ type: 'stage-chosen', stage: 'fix', entered: true, reason: 'browser-clean: one defect' }],
    });
  });
});

describe('INV-1: nothing gets round a gate by way of a stage that is left out', () => {
  it('the stage after it is entered with its own gates still to be asked', () => {
    const done = walk(reviewed, reviewLeaves());
    expect(done).toMatchObject({ stage: 'verification', due: 'gates' });
    expect(stageNow(done).gates).toEqual(['browser-clean']);
  });

  it('the harm: without its condition the same pipeline would ask every task for a fix', () => {
    const pipeline = PIPELINES.get('strict');
    if (pipeline === undefined) throw new Error('there is no pipeline strict');
    const stages = pipeline.stages.map((stage) => ({ ...stage, when: null }));
    const always: Pipeline = { ...pipeline, stages };
    const decision = decide(always, reviewed, answers(reviewed));
    expect(decision).toMatchObject({ accepted: true, task: { stage: 'fix' } });
  });
});

it('what an executor did to tests blocks it and orders a task that stands beside it (KB-22)', () => {
  const executed = walk(strict(), passes, works());
  const evidence = { paths: ['tests/x'] };
  const event = answers(executed, {
    ...{ gate: 'no-tests-written', outcome: 'fail', reason: 'executor modified tests: tests/x', evidence },
  });
  expect(take(executed, event)).toMatchObject({
    accepted: true,
    task: { state: { status: 'blocked', owner: 'person' } },
    commands: [{ type: 'create-follow-up', kind: 'tests', paths: ['tests/x'] }],
  });
});
