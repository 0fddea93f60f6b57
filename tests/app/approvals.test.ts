import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { askHuman } from '../../src/app/lead/ask-human.ts';
import { WaitsForPerson } from '../../src/app/runs/waits-for-person.ts';
import { watchAnswers } from '../../src/app/runs/watch-answers.ts';
import { answerAsPerson, approveAsPerson, rejectAsPerson } from '../../src/app/tasks/decide-as-person.ts';
import { viewAnswered, viewTask } from '../../src/app/tasks/decision-view.ts';
import { askQuestion } from '../../src/app/tasks/questions.ts';
import type { Person } from '../../src/ports/person.ts';
import { createTestHome } from '../helpers/store.ts';
import { createScene, developedScene } from './app-scene.ts';

const SCRIPT = new URL('./children/assert-person.ts', import.meta.url).pathname;

describe('assertPerson', () => {
  const ask = (base: string, directory: string, env: Readonly<Record<string, string>> = {}): string =>
    execFileSync(process.execPath, [SCRIPT, base, join(base, directory)], { env, encoding: 'utf8' });

  it('refuses a process that descends from a job, whatever it does to its own environment (INV-1)', async () => {
    const base = await createTestHome();
    expect(ask(base, '.')).toBe('a person');
    const marked = { ORCHESTRATOR_JOB: 'home:run:J-1' };
    expect(ask(base, '.', marked)).toBe('approval-refused');
    const words = ['-c', 'env -i "$0" "$@"; true', process.execPath, SCRIPT, base, base];
    const output = execFileSync('sh', words, { env: { ...marked, PATH: process.env.PATH }, encoding: 'utf8' });
    expect(output).toBe('approval-refused');
  });

  it("refuses one that stands in a task's worktree, by way of a link too", async () => {
    const base = await createTestHome();
    mkdirSync(join(base, 'task-greet/src'), { recursive: true });
    mkdirSync(join(base, 'main'));
    symlinkSync(join(base, 'task-greet'), join(base, 'main/link'));
    expect(ask(base, 'task-greet')).toBe('approval-refused');
    expect(ask(base, 'task-greet/src')).toBe('approval-refused');
    expect(ask(base, 'main/link')).toBe('approval-refused');
    expect(ask(base, 'main')).toBe('a person');
  });
});

describe('decisions', () => {
  it('a question of the lead waits for its answer (INV-14)', async () => {
    const { app, scope } = await createScene();
    const order = { call: 'call-1', question: 'Which colour?', options: ['red', 'blue'] };
    await expect(askHuman(app, scope, order)).rejects.toBeInstanceOf(WaitsForPerson);
    await expect(approveAsPerson(app, 'q-1')).rejects.toMatchObject({ code: 'usage' });
    expect(await answerAsPerson(app, scope.run, 'blue')).toMatchObject({
      type: 'question',
      question: { id: 'q-1', state: { status: 'answered', answer: 'blue', by: 'pat' } },
    });
    await expect(answerAsPerson(app, 'q-1', 'red')).rejects.toMatchObject({ code: 'nothing-waits' });
  });

  it('an answer from another terminal ends the wait at this one, and is told once', async () => {
    const prompted = Promise.withResolvers<void>();
    const person: Person = {
      present: true,
      confirmPlan: async () => true,
      ask: (_question, signal) =>
        new Promise((resolve) => {
          signal.addEventListener('abort', () => resolve(null), { once: true });
          prompted.resolve();
        }),
    };
    const scene = await createScene({ person });
    const answers = watchAnswers(scene.app, scene.scope.run);
    const asked = askHuman(scene.app, scene.scope, { call: 'call-1', question: 'Which colour?', options: [] });
    await prompted.promise;
    await answerAsPerson(scene.app, scene.scope.run, 'blue');
    expect(await asked).toBe('blue');
    await answers.stop();
    expect(scene.events.filter(({ type }) => type === 'question-answered')).toEqual([
      { type: 'question-answered', question: 'q-1', task: null, answer: 'blue', by: 'pat' },
    ]);
  });

  it('a name that fits several questions is refused with their ids', async () => {
    const { app, scope } = await createScene();
    for (const question of ['One?', 'Two?']) {
      await expect(askHuman(app, scope, { call: question, question, options: [] })).rejects.toThrow();
    }
    await expect(answerAsPerson(app, scope.run, 'yes')).rejects.toMatchObject({
      code: 'usage',
      next: 'Name one: q-1, q-2.',
    });
  });

  it('a gate takes no text for a decision, and what waits for nothing takes none (exit code 2)', async () => {
    const { scene, task } = await developedScene('WRITE check.sh exit 0');
    await expect(answerAsPerson(scene.app, task.id, 'approve')).rejects.toMatchObject({ code: 'usage' });
    await expect(rejectAsPerson(scene.app, 'T-99', 'no')).rejects.toMatchObject({ code: 'nothing-waits', exitCode: 2 });
    await expect(approveAsPerson(scene.app, 'q-99')).rejects.toMatchObject({
      code: 'nothing-waits',
      next: expect.stringContaining('Open: q-1'),
    });
  });

  it('comes to the task that it moved, or to the question about one command', async () => {
    const { scene, task } = await developedScene('WRITE check.sh exit 0');
    const approved = await approveAsPerson(scene.app, 'q-1');
    expect(approved).toMatchObject({ type: 'task', task: { id: task.id, state: { status: 'planned' } } });
    const view = approved.type === 'task' ? await viewTask(scene.app, approved.task, 'approved') : null;
    expect(view).toMatchObject({
      message: `${task.id}: approved`,
      result: { id: task.id, slug: 'greet', owner: null },
    });
    const about = { type: 'command', worktree: 'main', argv: ['git', 'gc'] } as const;
    const asked = await askQuestion(scene.app, { run: task.run, task: null, about, text: 'gc?', options: [] });
    const rejected = await rejectAsPerson(scene.app, asked.id, 'not now');
    if (rejected.type !== 'question') throw new Error('no task was asked about');
    expect(viewAnswered(rejected.question, 'rejected')).toEqual({
      message: 'q-2: rejected',
      result: { question: 'q-2', run: task.run, task: null, answer: 'reject: not now', by: 'pat' },
    });
  });
});
