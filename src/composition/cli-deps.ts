import { resolve } from 'node:path';
import { cwd } from 'node:process';
import type { LeadApp } from '../app/lead/lead-hands.ts';
import type { LoadedSettings } from '../config/find-settings.ts';
import type { CliDeps, DecidingApp, LookingApp, RunSinks, WorkingApp } from '../surfaces/cli/cli-deps.ts';
import type { CliIo } from '../surfaces/cli/cli-io.ts';
import type { Flags } from '../surfaces/cli/flags.ts';
import type { BuiltApp } from './build-app.ts';
import { UNATTENDED } from './unattended.ts';

/** Works for people and their scripts, and for no job of the home that it would work on. */
const apartFromJobs = async (built: BuiltApp): Promise<BuiltApp> => {
  const { assertNoJob } = await import('../app/home/assert-no-job.ts');
  try {
    await assertNoJob(built.app);
    return built;
  } catch (error) {
    await built.close();
    throw error;
  }
};

const REHEARSAL = 'dry run: nothing is recorded, and of the home only its registered repositories are known\n';

/** What the commands need, wired. Every import is made when a command asks for it: `--help` loads none of this. */
export const createCliDeps = (options: { io: CliIo; version: string; root: string }): CliDeps => {
  const load = async (flags: Flags): Promise<LoadedSettings> => {
    const { loadSettingsLazily } = await import('../config/load-settings-lazily.ts');
    return loadSettingsLazily({
      env: process.env,
      cwd: cwd(),
      flags: { ...flags },
      argvDir: flags.directory,
      productRoot: options.root,
    });
  };
  /** Absolute path of the directory in which the person typed the command: a package manager moves on from there. */
  const typedIn = async (): Promise<string> => {
    const { currentDirectory } = await import('../config/layout.ts');
    return currentDirectory(cwd(), process.env.INIT_CWD, options.root);
  };
  const open = async (flags: Flags, sinks: RunSinks, access: 'look' | 'write'): Promise<BuiltApp> => {
    const [loaded, { buildApp }] = await Promise.all([load(flags), import('./build-app.ts')]);
    const lead: LeadApp['lead'] = async (hands) => {
      const { withoutListeners } = await import('../supervisor/without-listeners.ts');
      return (await withoutListeners(() => import('./lead.ts'))).createModelLead(hands);
    };
    const readonly = access === 'look';
    return buildApp({ loaded, root: options.root, environment: process.env, ...sinks, readonly, lead });
  };

  return {
    io: options.io,
    version: options.version,
    openLooking: async (flags): Promise<LookingApp> => {
      (await import('./interpreted-schemas.ts')).interpretSchemas();
      const [loaded, { lookingApp }] = await Promise.all([load(flags), import('./looking-app.ts')]);
      return lookingApp({ loaded, openWhole: () => open(flags, UNATTENDED, 'look') });
    },
    openDeciding: async (flags): Promise<DecidingApp> => {
      const [built, { decidingApp }] = await Promise.all([
        open(flags, UNATTENDED, 'write'),
        import('./deciding-app.ts'),
      ]);
      if (built.app.settings.dryRun) options.io.stderr.write(REHEARSAL);
      return decidingApp(built, cwd(), await typedIn());
    },
    openWorking: async (flags, sinks): Promise<WorkingApp> => {
      (await import('./small-heap.ts')).keepHeapSmall();
      const { workingApp } = await import('./working-app.ts');
      return workingApp({
        root: options.root,
        load,
        open: async (own) => apartFromJobs(await open({ ...flags, ...own }, sinks, 'write')),
        flags,
      });
    },
    openDemo: async (_, sinks) => (await import('./demo/open-demo.ts')).openDemo(sinks, options.root),
    setUp: {
      init: async (source, choice) => {
        const directory = await typedIn();
        if (!choice.bootstrap) return (await import('../adapters/git/init-base.ts')).initBase(source, directory);
        const { bootstrap } = await import('./bootstrap.ts');
        return bootstrap(source, { cwd: directory, productRoot: options.root });
      },
      doctor: async function* (flags, choice) {
        yield* (await import('./run-doctor.ts')).runDoctor(
          () => open(flags, UNATTENDED, choice.fix ? 'write' : 'look'),
          choice,
        );
      },
      settings: async (flags) => (await import('../config/print-settings.ts')).printSettings(await load(flags)),
      settingsSchema: async () => (await import('../config/settings-schema.ts')).settingsSchema(),
      planSchema: async () => (await import('../config/plan/json-schema.ts')).planJsonSchema(),
      readText: async (file) => {
        const { readGivenFile } = await import('../config/read-given-file.ts');
        return readGivenFile(resolve(await typedIn(), file));
      },
      gates: async () => (await import('../app/gates/check-gate.ts')).listGates(),
      evaluateGate: async (gate, file) => {
        const [{ evaluateGateFile }, { createFiles }, { createFrontmatter }] = await Promise.all([
          import('../app/gates/evaluate-gate-file.ts'),
          import('../adapters/files.ts'),
          import('../adapters/frontmatter/create-frontmatter.ts'),
        ]);
        const app = { files: createFiles(), frontmatter: createFrontmatter() };
        return evaluateGateFile(app, gate, resolve(await typedIn(), file));
      },
    },
  };
};
