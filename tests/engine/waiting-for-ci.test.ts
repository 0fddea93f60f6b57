import { expect, it } from 'vitest';
import type { GateEvidence } from '../../src/domain/verdict/verdict.ts';
import { answers, arrived, happens, take, works } from './delivery-scene.ts';

const pending = (evidence: GateEvidence) => ({
  ...({ gate: 'checks-green', outcome: 'pending', reason: 'CI has not finished' } as const),
  evidence: { until: 'CI', ...evidence },
});

it('each look that is counted is a new state, and the same one again is none (MA-041, INV-7)', () => {
  const task = works()(arrived('development'));
  const first = happens(answers(task, pending({ polling: { attempts: 1, next: 10 } })))(task);
  expect(first).toMatchObject({ due: 'gates', state: { status: 'waiting', owner: 'CI' } });
  expect(take(first, answers(first, pending({ polling: { attempts: 1, next: 10 } })))).toMatchObject({
    accepted: false,
  });
  const second = take(first, answers(first, pending({ polling: { attempts: 2, next: 20 } })));
  expect(second).toMatchObject({ accepted: true, commands: [] });
});

it('nobody can say yes in place of CI (INV-1)', () => {
  const task = works()(arrived('development'));
  const waiting = happens(answers(task, pending({})))(task);
  const yes = { type: 'approved', gate: 'checks-green', candidate: waiting.candidate ?? '', by: 'pat', at: 1 } as const;
  expect(take(waiting, yes)).toMatchObject({ accepted: false });
  // A gate that asks a person does take it.
  const asking = happens(answers(task, { ...pending({}), evidence: {} }))(task);
  expect(take(asking, yes)).toMatchObject({ accepted: true });
});

it('what is not counted is said once (INV-14)', () => {
  const task = works()(arrived('development'));
  const waiting = happens(answers(task, pending({})))(task);
  expect(take(waiting, answers(waiting, pending({})))).toMatchObject({ accepted: false });
});
