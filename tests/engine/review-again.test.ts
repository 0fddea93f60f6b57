import { describe, expect, it } from 'vitest';
import type { Task } from '../../src/domain/task.ts';
import {
  answers,
  created,
  fails,
  happens,
  passes,
  requested,
  retries,
  type Step,
  take,
  waits,
  walk,
  works,
} from './delivery-scene.ts';

const judged: Step = (task) => {
  expect(task.works.map(({ stage }) => stage)).toContain('review');
  return task;
};

/** In the strict stages, before the browser: executed, tested, checked, reviewed with nothing open. */
const verifying = walk(
  created({ pipeline: 'strict' }),
  passes,
  works(),
  passes,
  works(),
  passes,
  passes,
  works(),
  passes,
);

const stagesOf = ({ works: done }: Task): readonly string[] => done.map(({ stage }) => stage);

describe('INV-2: what is made behind a review for another reason is reviewed again (KB-32)', () => {
  it('a defect of the browser: fix, checks, review, browser', () => {
    expect(verifying).toMatchObject({ stage: 'verification', due: 'gates' });
    const fixing = walk(verifying, judged, fails('browser-clean'));
    expect(fixing).toMatchObject({ stage: 'fix', due: 'work' });
    expect(stagesOf(fixing)).not.toContain('review');
    const fixed = walk(fixing, works());
    expect(fixed).toMatchObject({ stage: 'fix', due: 'gates' });
    const reviewing = walk(fixed, fails('review-settled'));
    expect(reviewing).toMatchObject({ stage: 'review', due: 'work' });
    const again = walk(reviewing, works(), passes);
    expect(again).toMatchObject({ stage: 'verification', due: 'gates', candidate: fixed.candidate });
    expect(walk(again, passes, passes)).toMatchObject({ stage: 'report', state: { status: 'ready' } });
  });

  it('a conflict of the merge', () => {
    const back = walk(verifying, passes, judged, fails('no-conflict'));
    expect(back.stage).toBe('fix');
    expect(stagesOf(back)).not.toContain('review');
  });

  it("a person's no to what a later gate asks", () => {
    const asked = walk(verifying, passes, waits('checks-unchanged'), judged);
    const back = walk(
      asked,
      happens({
        ...{ type: 'rejected', gate: 'checks-unchanged', by: 'pat', reason: 'no' },
        candidate: asked.candidate ?? '',
      }),
    );
    expect(back.stage).toBe('fix');
    expect(stagesOf(back)).not.toContain('review');
  });

  it('a fixer whom somebody asks for out of turn', () => {
    const asked = walk(
      verifying,
      judged,
      fails('browser-clean'),
      works(),
      fails('review-settled'),
      works(),
      passes,
      judged,
    );
    expect(stagesOf(walk(asked, happens(requested('fixer', 'J-9'))))).not.toContain('review');
  });

  it('answers to the review itself, and what mends these, leave it in force (KB-30)', () => {
    const open = { gate: 'review-listed', outcome: 'pass', evidence: { open: ['P1-1'] } } as const;
    const reviewing = walk(created({ pipeline: 'strict' }), passes, works(), passes, works(), passes, passes, works());
    const answered = walk(reviewing, happens(answers(reviewing, open)), works(), fails('checks-green'), works());
    expect(answered).toMatchObject({ stage: 'fix', due: 'gates' });
    expect(stagesOf(answered)).toContain('review');
  });

  it('ends with a person when the fixer has worked as often as it may, and a retry begins no round without a review', () => {
    let task = verifying;
    for (let round = 1; round <= 4; round += 1)
      task = walk(task, fails('browser-clean', `defect ${round}`), works(), fails('review-settled'), works(), passes);
    const blocked = walk(task, fails('browser-clean', 'defect 5'));
    expect(blocked).toMatchObject({ stage: 'fix', state: { status: 'blocked', owner: 'person' } });
    expect(blocked.attempts).toMatchObject({ fixer: 4, reviewer: 5 });
    expect(stagesOf(walk(blocked, retries))).not.toContain('review');
  });
});

describe('the same words about the same candidate', () => {
  const untouched = verifying.candidate ?? '';
  const untouchedRound = [
    fails('browser-clean', 'a defect'),
    works(untouched),
    fails('review-settled'),
    works(),
    passes,
  ] as const;

  it('end the rounds, whatever other gates have said in between', () => {
    const again = walk(verifying, ...untouchedRound);
    expect(take(again, answers(again, { gate: 'browser-clean', outcome: 'fail', reason: 'a defect' }))).toMatchObject({
      accepted: true,
      task: {
        state: { status: 'blocked', owner: 'person', reason: expect.stringContaining('the same finding again') },
      },
    });
  });

  it('and other words about it do not', () => {
    const again = walk(verifying, ...untouchedRound);
    expect(walk(again, fails('browser-clean', 'another one'))).toMatchObject({ stage: 'fix', due: 'work' });
  });
});
