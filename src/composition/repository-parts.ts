import type { LedgerOptions } from '../adapters/git/sentinel/ledger.ts';
import { createPrompts } from '../adapters/prompts/create-prompts.ts';
import { createWorkerCli } from '../adapters/workers/create-worker-cli.ts';
import type { App } from '../app/app.ts';
import { refuseHardDenied } from '../app/runs/refuse-hard-denied.ts';
import type { Pipeline } from '../domain/pipeline/pipeline.ts';
import { withCi } from '../domain/pipeline/with-ci.ts';
import { withReview } from '../domain/pipeline/with-review.ts';
import type { Settings, WorkerKind } from '../domain/settings.ts';
import type { WorkerCli } from '../ports/worker.ts';
import { loadVerification } from './load-verification.ts';
import { forgeOf } from './outside.ts';
import { openRepository } from './repository.ts';
import { loadPipelines, loadPolicy, targetFiles } from './rules.ts';

/** What an app has of one repository; everything else it shares with the apps of the others. */
export type RepositoryParts = Pick<App, 'settings' | 'git' | 'sentinel' | 'worker' | 'workerOf' | 'forge'>;

/** What is read from a repository's `.openclaw/`, as one commit of main has it. */
export type Rules = Pick<App, 'prompts' | 'policy' | 'pipelines' | 'verification'>;

export interface Surroundings extends Pick<App, 'files' | 'frontmatter' | 'processes'> {
  /** Absolute path of the directory that holds `prompts/` and `.openclaw/`. */
  readonly root: string;
  /** For the harness's git, its marker included. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Absolute path of a directory for what this process leaves behind while it lives. */
  readonly scratch: string;
  /** The same for the first look, which leaves nothing in a place that is no repository. */
  readonly temporary: string;
  /** What the processes of the home tell each other by; null where this one may leave nothing in it (INV-11). */
  readonly shared: LedgerOptions | null;
}

/** Git, worker and forge for one repository. Rejects with `config-invalid` where its commands are such as nobody may give. */
export const repositoryParts = async (settings: Settings, around: Surroundings): Promise<RepositoryParts> => {
  refuseHardDenied(settings);
  const { scratch, files, processes } = around;
  const { worker } = settings;
  const { git, sentinel } = await openRepository(settings, around);
  const workerOf = (kind: WorkerKind): Promise<WorkerCli> => {
    const own = { ...settings.callerEnvironment, ...worker.env[kind] };
    const dependencies = { processes, files, environment: own, scratchDir: `${scratch}/probe` };
    return createWorkerCli(kind, dependencies, worker.command);
  };
  const forge = forgeOf(settings, around);
  return { settings, git, sentinel, worker: await workerOf(worker.kind), workerOf, forge };
};

/** The product's rules and prompts with what a commit of a repository's main adds; null: it has none yet. */
export const rulesAt = async (
  { settings, git }: Pick<RepositoryParts, 'settings' | 'git'>,
  commit: string | null,
  { root, files, frontmatter }: Pick<Surroundings, 'root' | 'files' | 'frontmatter'>,
): Promise<Rules> => {
  const target = targetFiles(git, settings.layout.mainPath, commit);
  const prompts = createPrompts({ root, frontmatter, targetFile: target.read });
  const [policy, pipelines, verification] = await Promise.all([
    loadPolicy(root, target),
    loadPipelines(files, root, target, prompts),
    loadVerification(settings, target),
  ]);
  return { prompts, policy, verification, pipelines: asWanted(settings, pipelines) };
};

/** With what the person wants besides what a pipeline says, before anything is delivered. */
const asWanted = ({ review, ci }: Settings, pipelines: App['pipelines']): App['pipelines'] => {
  const reviewed = review === 'required' ? withReview : asItIs;
  const asked = ci.source === 'both' ? withCi : asItIs;
  const wanted = (pipeline: Pipeline) => (pipeline.delivery === 'none' ? pipeline : asked(reviewed(pipeline)));
  return new Map([...pipelines].map(([name, pipeline]) => [name, wanted(pipeline)]));
};

const asItIs = (pipeline: Pipeline): Pipeline => pipeline;
