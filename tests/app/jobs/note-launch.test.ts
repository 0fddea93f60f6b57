import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { buildReport } from '../../../src/app/runs/build-report.ts';
import { taskHistory } from '../../../src/app/tasks/task-history.ts';
import { createWorkerScene } from '../../adapters/workers/worker-scene.ts';
import { createPlanTask } from '../../helpers/plan.ts';
import { createScene } from '../app-scene.ts';
import { createPlanScene } from '../plans/plan-scene.ts';

const DONE = { type: 'item.completed', item: { type: 'agent_message', text: 'done' } };
const OVER = { type: 'turn.completed', usage: { input_tokens: 1, cached_input_tokens: 0, output_tokens: 1 } };

/** Settings under which a program of the test is Codex, and the sandboxes that it was started with. */
const codexAs = async (variables: Readonly<Record<string, string>>) => {
  const { dir, program } = await createWorkerScene();
  const said = [DONE, OVER].map((event) => `echo '${JSON.stringify(event)}'`).join('\n');
  await program('codex', `echo "$*" >> "$(dirname "$0")/calls"\necho hi > greet.txt\n${said}`);
  return {
    variables: { ORCHESTRATOR_WORKER: 'codex', PATH: `${dir}:${process.env.PATH ?? ''}`, ...variables },
    sandboxes: () => readFileSync(join(dir, 'calls'), 'utf8').match(/(?<=--sandbox )\S+/g),
  };
};

const FULL = {
  ORCHESTRATOR_WORKER_SANDBOX: 'full',
  ORCHESTRATOR_WORKER_SANDBOX_REASON: 'the tests need the Docker socket',
};
const NOTICE =
  'An agent was started with full access to this machine (worker.sandbox): the tests need the Docker socket';

/** What is told of a developer's job. */
const developed = async (wanted: Readonly<Record<string, string>>, files: Readonly<Record<string, string>> = {}) => {
  const { variables, sandboxes } = await codexAs(wanted);
  const scene = await createScene({ variables, files });
  const [task] = await scene.plan({ slug: 'greet' });
  if (task === undefined) throw new Error('nothing was planned');
  await scene.work(task);
  const journal = await scene.app.store.journal.after(scene.scope.run, 0);
  const { notices } = await buildReport(scene.app, scene.scope.run, []);
  const because = (await taskHistory(scene.app, 'greet')).flatMap((move) => move.because);
  return { sandboxes: sandboxes(), launched: journal.find(({ type }) => type === 'job-launched'), notices, because };
};

describe('full access is given and recorded by the word of the person alone (CF-34)', () => {
  it('reaches the CLI of a role that may write; journal, history and report tell the reason', async () => {
    const { sandboxes, launched, notices, because } = await developed(FULL);
    expect(sandboxes).toEqual(['danger-full-access']);
    const accessReason = 'the tests need the Docker socket';
    expect(launched?.data).toMatchObject({ job: 'J-1', access: 'full', accessReason });
    expect(because).toContain('J-1 has full access: the tests need the Docker socket');
    expect(notices).toEqual([NOTICE]);
  });

  it('is never the default, and no role has it by itself', async () => {
    const { sandboxes, launched, notices, because } = await developed({});
    expect(sandboxes).toEqual(['workspace-write']);
    expect(launched?.data).toMatchObject({ access: 'workspace-write', accessReason: null });
    expect([...because, ...notices].join('\n')).not.toContain('full access');
  });

  it('does not widen a role that only looks (KB-29)', async () => {
    const looking = { '.openclaw/agents/developer.md': '---\naccess: read-only\n---\nYou look.\n' };
    const { sandboxes, launched, notices } = await developed(FULL, looking);
    expect(sandboxes).toEqual(['read-only']);
    expect(launched?.data).toMatchObject({ access: 'read-only', accessReason: null });
    expect(notices).toEqual([]);
  });

  it('holds for the agents of a plan, in its directory and in a worktree', async () => {
    const { variables, sandboxes } = await codexAs(FULL);
    const scene = await createPlanScene(variables);
    const work = { type: 'agent', role: 'developer', prompt: 'Do it.', promptFile: '/plans/a.md' } as const;
    const placed = { work, worktree: 'task-there', branch: 'task/there' };
    const report = await scene.run([createPlanTask('here', [], { work }), createPlanTask('there', [], placed)]);
    expect(report.tasks.map(({ status }) => status)).toEqual(['ready', 'ready']);
    expect(sandboxes()).toEqual(['danger-full-access', 'danger-full-access']);
    const journal = await scene.app.store.journal.after(report.run, 0);
    const launched = journal.filter(({ type }) => type === 'job-launched');
    expect(launched.map(({ data }) => data.job).sort()).toEqual(['J-1', 'here']);
    expect(report.notices).toEqual([NOTICE.replace('An agent was started', 'Agents were started 2 times')]);
  });
});
