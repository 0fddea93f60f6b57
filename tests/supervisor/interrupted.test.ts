import { expect, it } from 'vitest';
import type { LeadApp } from '../../src/app/lead/lead-hands.ts';
import { createScriptedModel, type ModelCall } from '../helpers/scripted-model.ts';
import { beginRun, createTestApp, openHands } from '../helpers/test-app.ts';

const create: ModelCall = { tool: 'create_worktree', input: { slug: 'x' } };
const command = (line: string): ModelCall => ({
  tool: 'run_repo_command',
  input: { worktree: 'task-x', command: line },
});
const signal = new AbortController().signal;

/** The power fails when the outcome of a command is about to be stored. */
const losingOutcomes = ({ store, ...app }: LeadApp): LeadApp => {
  let powered = true;
  const commit: LeadApp['store']['commit'] = async (changes) => {
    powered &&= !changes.some(({ type }) => type === 'append-command');
    if (!powered) throw new Error('power failure');
    await store.commit(changes);
  };
  return { ...app, store: { ...store, commit } };
};

const setUp = async (...commands: readonly ModelCall[]) => {
  const model = createScriptedModel([{ calls: [create] }, { calls: commands }]);
  const test = await createTestApp({ model });
  test.repository.commit({
    'write.mjs': "import { writeFileSync } from 'node:fs';\nwriteFileSync('left-behind.txt', 'half');\n",
    'hang.mjs': "import './write.mjs';\nsetInterval(() => {}, 1000);\n",
  });
  const run = await beginRun(test.app);
  const resume = async () => {
    const again = createScriptedModel([{ say: 'Done.' }]);
    const { app } = await test.reopen(again);
    await (await app.lead(openHands(app, run))).work({ run: run.id, message: 'Go on.', signal });
    return again.heard[0]?.answers ?? [];
  };
  return { ...test, run, resume };
};

it('INV-7: tells of a command that a crash cut off with its worktree before and now, and does not repeat it', async () => {
  const { app, run, resume, repository } = await setUp(command('node write.mjs'));
  const broken = losingOutcomes(app);
  const lead = await broken.lead(openHands(broken, run));
  await expect(lead.work({ run: run.id, message: 'Go.', signal })).rejects.toThrow('power failure');

  const head = repository.git(['rev-parse', 'task/x']);
  expect((await resume()).at(-1)).toEqual({
    code: 'interrupted',
    message: expect.stringContaining('while this command ran'),
    next: expect.any(String),
    worktree: 'task-x',
    head_before: head,
    dirty_before: false,
    head_now: head,
    dirty_now: true,
  });
});

it('ends what runs when the run is stopped, and tells what it had come to', async () => {
  const { app, run, resume, repository } = await setUp(command('node hang.mjs'), command('node write.mjs'));
  const stop = new AbortController();
  const lead = await app.lead(openHands(app, run, stop.signal));
  const work = lead.work({ run: run.id, message: 'Go.', signal: stop.signal });
  const file = `${repository.base}/task-x/left-behind.txt`;
  await expect.poll(() => app.files.exists(file), { timeout: 20_000 }).toBe(true);
  stop.abort();
  await expect(work).rejects.toMatchObject({ code: 'interrupted', exitCode: 130 });

  const [, stopped, neverStarted] = await resume();
  expect(stopped).toMatchObject({ exit_code: null, stderr: expect.stringContaining('stopped') });
  expect(neverStarted).toMatchObject({
    code: 'interrupted',
    message: expect.stringContaining('no program'),
    head_before: null,
  });
});
