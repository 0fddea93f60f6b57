import { expect, it } from 'vitest';
import { commandToGoOn } from '../../src/domain/run.ts';

const planAt = (file: string) => ({ id: 'r-1', kind: 'plan', plan: { file, output: null, delivers: false } }) as const;

it.each([
  [{ id: 'r-1', kind: 'lead', plan: null } as const, 'orchestrator resume r-1'],
  [{ id: 'r-1', kind: 'task', plan: null } as const, 'orchestrator worker'],
  [planAt('/srv/plan.yaml'), 'orchestrator run /srv/plan.yaml'],
  [planAt("/srv/ada's plans/plan.yaml"), "orchestrator run '/srv/ada'\\''s plans/plan.yaml'"],
])('the command that goes on is one that a shell takes as it is printed: %o', (run, command) => {
  expect(commandToGoOn(run)).toBe(command);
});
