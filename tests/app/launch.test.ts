import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createClaudeCli } from '../../src/adapters/workers/claude/claude-cli.ts';
import { enqueueRoleAgent } from '../../src/app/jobs/enqueue-role-agent.ts';
import { performRole } from '../../src/app/jobs/perform-role.ts';
import type { AgentRole } from '../../src/ports/prompts.ts';
import { type AppScene, createScene } from './app-scene.ts';

/** Prints a result unless it is told an effort; says of itself each version in turn. */
const FALLS_SILENT = `#!/bin/sh
case " $* " in
  *" --version "*) cat "$(dirname "$0")/version"; exit 0 ;;
esac
echo "$*" >> "$(dirname "$0")/calls"
case " $* " in *" --effort "*) exit 0 ;; esac
echo '{"type":"result","subtype":"success","is_error":false,"result":"done","terminal_reason":"completed"}'
`;

/** A scene whose worker is a program of the test called `claude`. */
const claudeScene = async (script: string, own: Partial<AgentRole> = {}) => {
  const scene = await createScene();
  const bin = join(scene.repository.base, 'bin');
  scene.repository.write({ claude: script, version: '2.1.0 (Claude Code)' }, bin);
  chmodSync(join(bin, 'claude'), 0o755);
  const { settings } = scene.app;
  const app = {
    ...scene.app,
    // A model for another kind of worker than the role's.
    settings: { ...settings, worker: { ...settings.worker, model: 'gpt-5.5' } },
    prompts: {
      ...scene.app.prompts,
      agent: async (role: string) => ({ ...(await scene.app.prompts.agent(role)), worker: 'claude' as const, ...own }),
    },
    workerOf: async () => {
      const environment = { ...settings.callerEnvironment, PATH: `${bin}:${settings.callerEnvironment.PATH ?? ''}` };
      const { processes, files } = scene.app;
      return createClaudeCli({ processes, files, environment, scratchDir: scene.home('probe') });
    },
  };
  const [task] = await scene.plan({ slug: 'greet' });
  if (task === undefined) throw new Error('nothing was planned');
  const develop = async () => {
    const order = { run: scene.scope.run, task: task.id, role: 'developer', instructions: '' };
    const { job: id } = await enqueueRoleAgent(scene.app, order);
    const job = await scene.app.store.jobs.get(id);
    if (job === null) throw new Error('the job is gone');
    return performRole(app, scene.scope, job, await scene.task(task));
  };
  const calls = () =>
    readFileSync(join(bin, 'calls'), 'utf8')
      .trim()
      .split('\n--print')
      .map((call) => call.replaceAll('\n', ' '));
  const becomes = (version: string) => writeFileSync(join(bin, 'version'), version);
  return { scene, develop, calls, becomes };
};

const warnings = (scene: AppScene): readonly string[] =>
  scene.events.flatMap((event) => (event.type === 'notice' && event.level === 'warning' ? [event.text] : []));

describe('a CLI that prints nothing when it is told an effort (MA-091)', () => {
  it('runs again without, with a warning, and is not told one again in this version', async () => {
    const { scene, develop, calls, becomes } = await claudeScene(FALLS_SILENT);
    expect(await develop()).toMatchObject({ status: 'succeeded', summary: 'done' });
    const told = (): readonly boolean[] => calls().map((call) => call.includes('--effort high'));
    expect(told()).toEqual([true, false]);
    expect(warnings(scene)).toEqual(['J-1: claude printed nothing when told an effort; it runs again without']);

    expect(await develop()).toMatchObject({ status: 'succeeded' });
    expect(told(), 'it is remembered').toEqual([true, false, false]);
    becomes('2.2.0 (Claude Code)');
    expect(await develop()).toMatchObject({ status: 'succeeded' });
    expect(told(), 'a new version is tried again').toEqual([true, false, false, true, false]);
  });

  it('runs twice at the most, and silence stays no success (MA-078)', async () => {
    const { develop, calls } = await claudeScene('#!/bin/sh\necho "$*" >> "$(dirname "$0")/calls"\n');
    expect(await develop()).toMatchObject({ status: 'failed', exitCode: 0 });
    expect(calls()).toHaveLength(2);
  });
});

describe('what an agent file says of its worker', () => {
  it('holds without the model that the settings name for another kind', async () => {
    const { develop, calls } = await claudeScene(FALLS_SILENT);
    await develop();
    expect(calls()[0]).not.toContain('--model');
  });

  it('is used where no setting says otherwise', async () => {
    const { develop, calls } = await claudeScene(FALLS_SILENT, { model: 'opus', effort: 'low' });
    await develop();
    expect(calls()[0]).toContain('--model opus --effort low');
  });

  it('ends it at its own time', async () => {
    const { develop } = await claudeScene('#!/bin/sh\nexec sleep 600\n', { timeoutMs: 300 });
    expect(await develop()).toMatchObject({ status: 'timed-out' });
  });
});
