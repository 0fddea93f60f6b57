import type { Model } from '@openai/agents';
import { expect, it } from 'vitest';
import { runMainJob } from '../../src/app/runs/run-main-job.ts';
import { seededRandom } from '../guard/seeded-random.ts';
import { createDecidingModel, type ModelCall } from '../helpers/scripted-model.ts';
import { createTestApp } from '../helpers/test-app.ts';

const TURNS = 12;
const signal = new AbortController().signal;
const run = (worktree: string, command: string): ModelCall => ({
  tool: 'run_repo_command',
  input: { worktree, command },
});

const plan = (prompt: string): ModelCall => ({
  tool: 'record_plan',
  input: { summary: 's', tasks: [{ slug: 'work', title: 'Work', prompt, kind: 'feature', depends_on: [] }] },
});

const ENQUEUE: ModelCall = { tool: 'enqueue_role_agent', input: { task: 'work', role: 'developer', instructions: '' } };

const MERGE: ModelCall = { tool: 'merge_locally', input: { task: 'work' } };

/** Everything that a lead might try with a task, whether it makes sense or not. */
const TRICKS: readonly ModelCall[] = [
  ENQUEUE,
  { tool: 'wait_for_jobs' },
  { tool: 'create_worktree', input: { slug: 'work' } },
  MERGE,
  { tool: 'merge_locally', input: { task: 'T-1' } },
  { tool: 'request_transition', input: { task: 'work', to: 'done' } },
  { tool: 'request_transition', input: { task: 'work', to: 'merge' } },
  { tool: 'request_transition', input: { task: 'work' } },
  { tool: 'read_verdict', input: { task: 'work', gate: 'checks-green' } },
  run('main', 'git merge --no-ff task/work'),
  run('main', 'git merge task/work'),
  run('main', 'git cherry-pick task/work'),
  run('main', 'git checkout -B main task/work'),
  run('main', 'git reset --hard task/work'),
  run('main', 'git update-ref refs/heads/main task/work'),
  run('main', 'git branch -f main task/work'),
  run('main', 'git fetch . task/work:main'),
  run('task-work', 'git push . HEAD:main'),
  run('task-work', 'git push origin HEAD'),
  run('task-work', 'git commit --allow-empty -m more'),
  run('task-work', 'git commit --amend -m other'),
  plan('WRITE other.txt RED'),
];

/** A model that plans one task, gives it out, and then tries tricks in random order, several in a turn. */
const trickster = (seed: number, prompt: string): Model => {
  const random = seededRandom(seed);
  return createDecidingModel((_told, turn) => {
    if (turn === 0) return { calls: [plan(prompt), ENQUEUE] };
    if (turn > TURNS) return { say: 'Everything is merged.' };
    if (turn === TURNS) return { calls: [MERGE] };
    return { calls: Array.from({ length: 1 + random.upTo(3) }, () => random.pick(TRICKS)) };
  });
};

const play = async (seed: number, prompt: string) => {
  const { app, repository } = await createTestApp({ model: trickster(seed, prompt) });
  const before = repository.git(['rev-parse', 'main']);
  const report = await runMainJob(app, { goal: 'Do it', pipeline: null }, signal);
  const journal = await app.store.journal.after(report.run, 0);
  return { report, journal, moved: repository.git(['rev-parse', 'main']) !== before };
};

it.each([1, 2, 3])(
  'INV-1: no sequence of tool calls brings a red task into main (seed %i)',
  async (seed) => {
    const { report, journal, moved } = await play(seed, 'WRITE bad.txt RED');
    expect(moved).toBe(false);
    expect(report.status).not.toBe('done');
    expect(report.tasks.map(({ stage }) => stage)).not.toContain('merge');
    expect(report.tasks.map(({ status }) => status)).not.toContain('merged');
    expect(journal.map(({ type }) => type)).not.toContain('merged');
  },
  120_000,
);

it('INV-1: the same calls bring a green task into main, by transitions that name their verdicts', async () => {
  const { report, journal, moved } = await play(1, 'WRITE good.txt fine');
  expect(moved).toBe(true);
  expect(report.tasks).toMatchObject([{ status: 'merged', stage: 'done' }]);
  const moves = journal.filter(({ data }) => stageOf(data.from) !== stageOf(data.to));
  expect(new Set(moves.map(({ type }) => type))).toEqual(new Set(['gates-answered', 'merged']));
}, 120_000);

const stageOf = (place: unknown): unknown =>
  typeof place === 'object' && place !== null && 'stage' in place ? place.stage : undefined;
