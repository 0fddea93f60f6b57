import { join } from 'node:path';
import { cwd } from 'node:process';
import { expect, it, vi } from 'vitest';
import { readPlan } from '../../src/composition/read-plan.ts';
import { baseDirectory, git, write } from '../config/plan/places.ts';

const read = (file: string, mainPath: string) => readPlan({ file, root: cwd(), mainPath });

it('a plan is found from where the person stands, and so are its prompts', async () => {
  const base = baseDirectory();
  write(join(base, 'plans/a.yaml'), 'tasks: [{id: a, prompt: ../p.md}]\n');
  write(join(base, 'p.md'), 'Do it.\n');
  vi.stubEnv('INIT_CWD', base);
  expect(await read('plans/a.yaml', join(base, 'main'))).toMatchObject({
    file: join(base, 'plans/a.yaml'),
    directory: join(base, 'plans'),
    tasks: [{ work: { role: 'developer', prompt: 'Do it.\n', promptFile: join(base, 'p.md') } }],
  });
});

it('all mistakes come in one error: the roles, the guard and the branch of main are the real ones (INV-6, YA-01)', async () => {
  const base = baseDirectory();
  git(join(base, 'main'), 'switch', '--quiet', '--create', 'trunk');
  git(join(base, 'main'), 'worktree', 'add', '--quiet', join(base, 'linked'), '-b', 'other');
  const plan = write(
    join(base, 'plan.yaml'),
    'tasks:\n  - {id: a, role: testre, prompt: plan.yaml}\n  - {id: b, command: git push}\n  - {id: c, command: x, branch: trunk}\n',
  );
  const lines = [
    'The plan has 3 mistakes; nothing was started.',
    `${plan}:2:19: tasks.0.role: unknown role "testre", the nearest known one is "tester"`,
    expect.stringMatching(/plan\.yaml:3:22: tasks\.1\.command: refused \(git\.push\): /),
    `${plan}:4:33: tasks.2.branch: the branch "trunk" is checked out in "main": name another one`,
  ];
  const failure = await read(plan, join(base, 'main')).catch((error: unknown) => error);
  expect(failure).toMatchObject({ code: 'plan-invalid', exitCode: 2 });
  expect(String((failure as Error).message).split('\n')).toEqual(lines);
  const elsewhere = await read(plan, join(base, 'linked')).catch((error: unknown) => String(error));
  expect(elsewhere).not.toContain('trunk');
});
