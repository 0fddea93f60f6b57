import { describe, expect, it } from 'vitest';
import {
  answers,
  approves,
  arrived,
  changes,
  commandsOf,
  fails,
  passes,
  rejects,
  replies,
  retries,
  take,
  waits,
  walk,
  works,
} from './delivery-scene.ts';

const REPLY = replies('analysis-complete', 'Only on Linux.');
const asks = waits('analysis-complete', { question: 'On which systems?' });

describe('questions of the analyst', () => {
  const asked = walk(arrived('analysis'), works(), asks);

  it('are put to a person, and the task waits for them (INV-14)', () => {
    expect(asked).toMatchObject({ stage: 'analysis', due: null, state: { status: 'waiting', owner: 'person' } });
    const worked = walk(arrived('analysis'), works());
    const pending = { gate: 'analysis-complete', outcome: 'pending', evidence: { question: 'Which?' } } as const;
    expect(commandsOf(worked, answers(worked, pending))).toMatchObject([
      { type: 'ask-person', gate: 'analysis-complete', reason: 'Which?', wants: 'answer' },
    ]);
  });

  it('are answered, and both stand word for word in the next instructions', () => {
    const again = REPLY(asked);
    expect(again).toMatchObject({ stage: 'analysis', due: 'work', state: { status: 'planned' } });
    expect(again.feedback).toEqual(['You asked:\nOn which systems?\n\npat answers:\nOnly on Linux.']);
  });

  it('come in three rounds at the most; a fourth run that still asks is for a person', () => {
    const fourth = walk(asked, REPLY, works(), asks, REPLY, works(), asks, REPLY, works());
    expect(fourth.attempts).toEqual({ analyst: 4 });
    expect(fourth.due).toBe('gates');
    const open = walk(fourth, asks, REPLY);
    expect(open).toMatchObject({ due: null, state: { status: 'blocked', owner: 'person' } });
    expect(open.state).toMatchObject({ reason: expect.stringContaining('its questions are still open') });
    expect(retries(open)).toMatchObject({ due: 'work', state: { status: 'planned' } });
  });

  it('cannot be approved away: what is no decision takes none', () => {
    const decision = walk(arrived('analysis'), works(), waits('analysis-approved'));
    const about = { gate: 'analysis-approved', candidate: decision.candidate ?? '' };
    expect(take(decision, { type: 'answered', ...about, by: 'pat', text: 'yes' })).toMatchObject({ accepted: false });
  });
});

describe('an analysis', () => {
  const asked = walk(arrived('analysis'), works(), waits('analysis-approved'));

  it('that leaves nothing is for a person, whatever its attempts', () => {
    const empty = walk(arrived('analysis'), works(), fails('analysis-complete', 'analysis-empty'));
    expect(empty).toMatchObject({
      stage: 'analysis',
      due: null,
      state: { status: 'blocked', reason: 'analysis-complete: analysis-empty', owner: 'person' },
    });
  });

  it('goes on only with the approval of a person, for the analysis that this person saw (INV-1, INV-2)', () => {
    expect(walk(asked, approves, passes)).toMatchObject({ stage: 'architecture', due: 'work' });
    expect(take(asked, answers(asked))).toMatchObject({ accepted: false });
    const old = { type: 'approved', gate: 'analysis-approved', candidate: 'request', by: 'pat', at: 2 } as const;
    expect(take(asked, old)).toMatchObject({ accepted: false });
    const edited = changes('edited', 'docs/work-items/T-7/01-brd.md')(asked);
    expect(edited).toMatchObject({ stage: 'analysis', due: 'gates', state: { status: 'planned' } });
    const seen = { ...old, candidate: asked.candidate ?? '' };
    expect(take(edited, seen)).toMatchObject({ accepted: false });
    expect(take(waits('analysis-approved')(edited), seen)).toMatchObject({ accepted: false });
  });

  it('that a person rejects is done again with the reason word for word', () => {
    const rejected = rejects('analysis-approved', 'Say who pays.')(asked);
    expect(rejected).toMatchObject({ stage: 'analysis', due: 'work', state: { status: 'planned' } });
    expect(rejected.feedback).toEqual(['Rejected by pat: Say who pays.']);
    expect(walk(rejected, works(), waits('analysis-approved'))).toMatchObject({
      candidate: 'analysis-2',
      state: { status: 'waiting' },
    });
  });
});

describe('a conflict that the architect reports', () => {
  const findings = '# Conflict\n\n02-trz.md says both.';
  const conflict = fails('no-spec-conflict', 'conflict.md', { findings });
  const back = walk(arrived('architecture'), works(), conflict);

  it('goes back to the analyst word for word', () => {
    expect(back).toMatchObject({ stage: 'analysis', due: 'work', state: { status: 'planned' } });
    expect(back.feedback.at(-1)).toContain(findings);
  });

  it('has the new analysis approved, and the architect decide anew on it', () => {
    const settled = walk(back, works(), waits('analysis-approved'), approves, passes);
    expect(settled).toMatchObject({ stage: 'architecture', due: 'work' });
    expect(walk(settled, works(), passes)).toMatchObject({ stage: 'development', due: 'work' });
  });

  it('that comes a second time uses the attempts up: a person has to look (INV-14)', () => {
    const settle = [works(), waits('analysis-approved'), approves, passes];
    const third = walk(back, ...settle, works(), conflict, ...settle);
    expect(third).toMatchObject({
      stage: 'architecture',
      due: null,
      attempts: { analyst: 3, architect: 2 },
      state: {
        status: 'blocked',
        owner: 'person',
        reason: expect.stringContaining('architect has worked on it 2 times'),
      },
    });
  });
});
