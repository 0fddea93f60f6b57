import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { App } from '../../../src/app/app.ts';
import type { Taken } from '../../../src/app/board/obey-status.ts';
import { projectTasks } from '../../../src/app/board/project-tasks.ts';
import { takeFromTracker } from '../../../src/app/board/take-from-tracker.ts';
import { runWorker } from '../../../src/app/worker/run-worker.ts';
import type { Tracker } from '../../../src/ports/tracker.ts';
import { createBoardScene } from '../delivery-scene.ts';

const DESCRIPTION = 'Write a file that greets in two languages.';

const createBoard = async (variables: Readonly<Record<string, string>> = {}) => {
  const { scene, order } = await createBoardScene(variables);
  const { app } = scene;
  const { tracker } = app;
  if (tracker === null) throw new Error('there is no board');
  const folder = scene.home('tracker');
  const path = join(folder, 'T-7.md');
  await mkdir(folder, { recursive: true });
  const look = (on: Tracker = tracker, there: App = app): Promise<readonly Taken[]> =>
    takeFromTracker(there, on, async () => there);
  return {
    app,
    order,
    tracker,
    look,
    write: (status: string, title = 'Greet in two languages') =>
      writeFileSync(path, `---\ntitle: ${title}\nstatus: ${status}\n---\n${DESCRIPTION}\n`),
    set: (status: string) =>
      writeFileSync(path, readFileSync(path, 'utf8').replace(/^status: .*$/m, `status: ${status}`)),
    status: () => /^status: (.*)$/m.exec(readFileSync(path, 'utf8'))?.[1],
    reply: (text: string) => writeFileSync(join(folder, 'comments/T-7', 'reply.md'), `${text}\n`),
    newestComment: () => {
      const names = readdirSync(join(folder, 'comments/T-7')).filter((name) => name !== 'reply.md');
      return readFileSync(join(folder, 'comments/T-7', names.sort().at(-1) ?? ''), 'utf8');
    },
    task: () => app.store.tasks.get('T-7'),
    work: async () => {
      const how = { once: true, concurrency: 1, pollMs: 10 };
      while ((await runWorker(app, how, new AbortController().signal)) > 0);
    },
  };
};

describe('an item on the board', () => {
  it('starts when a person sets it to In Progress, and not before; once (MA-007, MA-008)', async () => {
    const { app, look, write, task } = await createBoard();
    write('Todo');
    expect(await look()).toEqual([]);
    expect(await task()).toBeNull();
    write('In Progress');
    expect(await look()).toEqual([{ item: 'T-7', outcome: 'started', reason: null }]);
    expect(await task()).toMatchObject({ prompt: DESCRIPTION, pipeline: 'delivery', drive: 'engine' });
    expect(await look()).toEqual([]);
    expect(await app.store.tasks.list()).toHaveLength(1);
  });

  it('that the entry gate refuses becomes no task, and starts once it is mended (MA-034, MA-286)', async () => {
    const { app, look, write, status, newestComment, task } = await createBoard();
    write('In Progress', 'Fix');
    expect(await look()).toMatchObject([{ outcome: 'refused' }]);
    expect(status()).toBe('blocked');
    expect(newestComment()).toMatch(/QG-0 failed:.*\n- /);
    expect(await app.store.tasks.list()).toEqual([]);
    expect(await look()).toEqual([]);
    write('In Progress');
    expect(await look()).toMatchObject([{ outcome: 'started' }]);
    expect(await task()).not.toBeNull();
  });

  it('goes back when it is Rejected, with the newest comment as the reason (MA-021, MA-022)', async () => {
    const { look, write, set, status, reply, task, work } = await createBoard();
    write('In Progress');
    await look();
    await work();
    expect(status()).toBe('in review');
    expect(await look()).toEqual([]);
    reply('Too long, halve it.');
    set('Rejected');
    expect(await look()).toMatchObject([{ outcome: 'rejected' }]);
    expect((await task())?.feedback.at(-1)).toContain('Too long, halve it.');
    expect(await task()).toMatchObject({ stage: 'analysis', due: 'work' });
    expect(await look()).toEqual([]);
  });

  it('Approved lets the analysis pass, and the reason says how (MA-019, MA-263)', async () => {
    const { look, write, set, status, task, work } = await createBoard();
    write('In Progress');
    await look();
    await work();
    set('Approved');
    expect(await look()).toMatchObject([{ outcome: 'approved' }]);
    const gate = (await task())?.verdicts.find((verdict) => verdict.gate === 'analysis-approved');
    expect(gate).toMatchObject({ outcome: 'pass', reason: expect.stringContaining('approved-via-status') });
    await work();
    expect(await task()).toMatchObject({ state: { status: 'merged' } });
    expect(status()).toBe('done');
    expect(await look()).toEqual([]);
  });

  it('that asked goes on with the answer below it (MA-009)', async () => {
    const { order, look, write, set, status, reply, task, work } = await createBoard();
    order('analyst', { files: { 'questions.md': 'Which languages?\n' } });
    write('In Progress');
    await look();
    await work();
    expect(status()).toBe('needs input');
    reply('English and Russian.');
    set('In Progress');
    expect(await look()).toMatchObject([{ outcome: 'answered' }]);
    expect((await task())?.feedback.at(-1)).toContain('English and Russian.');
  });

  it('says so where a status means nothing now (INV-14)', async () => {
    const { look, write, set, newestComment } = await createBoard();
    write('In Progress');
    await look();
    set('Approved');
    expect(await look()).toMatchObject([{ outcome: 'ignored' }]);
    expect(newestComment()).toContain('Nothing waits for an answer');
    expect(await look()).toEqual([]);
  });
});

describe('its own writes', () => {
  it('cause nothing, whatever the board gives back (MA-024, MA-132, MA-261)', async () => {
    const { app, look, write, work, reply, tracker } = await createBoard();
    write('In Progress');
    await look();
    await work();
    const before = (await app.store.journal.since(0, 1_000)).length;
    reply(':approved: Approved, go on');
    for (let round = 0; round < 3; round += 1) {
      await projectTasks(app, async () => app);
      expect(await look()).toEqual([]);
    }
    // Another board calls the status that was set Approved: only what is remembered tells whose it is.
    await app.store.board.save({ item: 'T-7', written: 'approved', taken: null });
    const echo: Tracker = {
      ...tracker,
      items: async () => (await tracker.items()).map((item) => ({ ...item, status: 'approved' as const })),
    };
    expect(await look(echo)).toEqual([]);
    expect(await app.store.journal.since(0, 1_000)).toHaveLength(before);
    // The harm without that memory: the orchestrator approves its own work.
    const forgetful: App = {
      ...app,
      store: Object.assign(Object.create(app.store), {
        board: { get: async (item: string) => ({ item, written: null, taken: null }), save: async () => undefined },
      }),
    };
    expect(await look(echo, forgetful)).toMatchObject([{ outcome: 'approved' }]);
  });

  it('a command that a crash cut off before it was remembered does no harm when repeated (INV-7)', async () => {
    const { app, look, write, task } = await createBoard();
    write('In Progress');
    await look();
    await app.store.board.save({ item: 'T-7', written: null, taken: null });
    expect(await look()).toEqual([{ item: 'T-7', outcome: 'ignored', reason: null }]);
    expect(await app.store.tasks.list()).toHaveLength(1);
    expect(await task()).toMatchObject({ stage: 'created' });
  });
});
