import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { createFiles } from '../../adapters/files.ts';
import { randomIds } from '../../adapters/ids.ts';
import { createProcesses } from '../../adapters/process/processes.ts';
import { runMainJob } from '../../app/runs/run-main-job.ts';
import { loadSettings } from '../../config/load-settings.ts';
import { withoutListeners } from '../../supervisor/without-listeners.ts';
import type { DemoApp, RunSinks } from '../../surfaces/cli/cli-deps.ts';
import { buildApp } from '../build-app.ts';
import { makeSampleRepository } from './sample-repository.ts';

const GOAL = 'Give the greeter a goodbye, and greet people loudly and politely';

/** The rehearsal: sample repository, scripted lead and scripted workers; git, processes, checks, gates and merges are real. */
export const openDemo = async (sinks: RunSinks, root: string): Promise<DemoApp> => {
  const files = createFiles();
  const base = await files.realPath(join(tmpdir(), `orchestrator-demo-${randomIds.unique()}`));
  await files.makeDirectory(base);
  const caller = { HOME: process.env.HOME ?? base, PATH: process.env.PATH ?? '', LANG: process.env.LANG ?? 'C.UTF-8' };
  await makeSampleRepository({ files, processes: createProcesses(), environment: caller }, base);
  const loaded = loadSettings({
    env: {
      ...caller,
      ...(process.env.ORCHESTRATOR_LANG === undefined ? {} : { ORCHESTRATOR_LANG: process.env.ORCHESTRATOR_LANG }),
      ORCHESTRATOR_BASE_DIR: base,
      ORCHESTRATOR_MODEL: 'a script, no model',
      ORCHESTRATOR_WORKER: 'command',
      ORCHESTRATOR_WORKER_COMMAND: JSON.stringify([
        process.execPath,
        join(root, 'bin/demo-worker.mjs'),
        '{prompt_file}',
      ]),
    },
    cwd: base,
    flags: {},
    productRoot: root,
  });
  const { app, close } = await buildApp({
    loaded,
    root,
    environment: process.env,
    ...sinks,
    readonly: false,
    lead: async (hands) => {
      const [{ createLead }, { scriptedModel }, { leadScript }] = await withoutListeners(() =>
        Promise.all([
          import('../../supervisor/lead.ts'),
          import('../../adapters/model/scripted-model.ts'),
          import('./lead-script.ts'),
        ]),
      );
      return createLead(hands, scriptedModel(leadScript()));
    },
  });
  const tell = (text: string): void => sinks.progress.emit({ type: 'notice', level: 'info', text });
  return {
    language: loaded.settings.language,
    close,
    run: async (signal) => {
      tell('Rehearsal: the tech lead and the workers are scripts. Git, worktrees, checks, gates and merges are real.');
      const report = await runMainJob(app, { goal: GOAL, pipeline: null }, signal);
      tell(`Look at it: git -C ${base}/main log --graph --oneline`);
      return report;
    },
  };
};
