import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { expect } from 'vitest';
import {
  type Answer,
  type CliScene,
  type CliSceneOptions,
  createCliScene,
  type LeadTurn,
  type RunningCli,
} from '../cli-scene.ts';

/** What an agent does in one run of a stage, see `role-agent.mjs`; nothing said is what its role does when all is well. */
export interface Round {
  /** From the worktree's root; `item/` is the work item's folder, null removes a file. */
  readonly files?: Readonly<Record<string, string | null>>;
  readonly say?: string;
  readonly exit?: number;
  readonly run?: readonly (readonly string[])[];
  /** A file that it waits for before it does anything. */
  readonly waitFor?: string;
}

/** The rounds of each stage. */
export type Script = Readonly<Record<string, readonly Round[]>>;

/** A task as `task show --json` prints it. */
export interface TaskView {
  readonly id: string;
  readonly pipeline: string;
  readonly branch: string;
  readonly worktree: string;
  readonly stage: string;
  readonly status: string;
  readonly owner: string | null;
  readonly reason: string | null;
  readonly attempts: number;
  readonly merge: { readonly commit: string } | null;
  readonly verdicts: readonly { readonly gate: string; readonly outcome: string; readonly reason: string }[];
  readonly jobs: readonly {
    readonly job: string;
    readonly role: string;
    readonly status: string;
    readonly log: string;
  }[];
}

export interface DeliveryScene extends CliScene {
  /** Tells the agents of a task what to do, before they are asked. */
  script(slug: string, script: Script): void;
  /** `task create` with a title and a prompt, unless the words name others; gives the id. */
  create(slug: string, ...words: readonly string[]): Promise<string>;
  /** A worker that runs until the test ends. */
  worker(...words: readonly string[]): RunningCli;
  /** Waits until a worker brings the task to a stand once more since it was last waited for. */
  rest(slug: string): Promise<TaskView>;
  /** `task approve` and the like; fails the test when it is refused. */
  decide(...words: readonly string[]): Promise<void>;
  show(task: string): Promise<TaskView>;
  /** Waits until the agent of a stage has begun its round, counted from 0. */
  begun(slug: string, stage: string, round: number): Promise<void>;
  /** What the commands of an agent's round answered. */
  answersOf(slug: string, stage: string, round: number): readonly Answer[];
  /** What the n-th job of a role was told, counted from 0. */
  prompt(task: TaskView, role: string, n: number): string;
  /** A file of a task's branch. */
  fileOf(task: TaskView, path: string): string;
  /** A path beside the repository, for signs between a test and its agents. */
  sign(name: string): string;
}

const AGENT = join(import.meta.dirname, '../../fixtures/agents/role-agent.mjs');
export const PROMPT = 'People want to be greeted in "two" languages: German, and `plain` English.';
const AT_REST = /status=(waiting|merged|sent-back|failed|blocked|cancelled|skipped)\b/;

/** @param turns what a tech lead says; without one, nobody plans but people */
export const createDeliveryScene = async (
  options: CliSceneOptions = {},
  turns: readonly LeadTurn[] = [],
): Promise<DeliveryScene> => {
  const scripts = (base: string, name: string): string => join(base, 'scripts', name);
  const scene = await createCliScene(turns, options);
  const { repository } = scene;
  mkdirSync(scripts(repository.base, ''), { recursive: true });
  const agent = JSON.stringify(['node', AGENT, '{prompt_file}', '{role}', scripts(repository.base, '')]);
  const variables = { ORCHESTRATOR_WORKER_COMMAND: agent, ORCHESTRATOR_APPROVER: 'Ada Person' };
  const start: CliScene['start'] = (argv, own) =>
    scene.start(argv, { ...own, variables: { ...variables, ...own?.variables } });
  const run: CliScene['run'] = (argv, own) => start(argv, own).ended;
  const workers: RunningCli[] = [];
  const rested = new Map<string, number>();
  const show = async (task: string): Promise<TaskView> => {
    const shown = await run(['task', 'show', task, '--json']);
    expect(shown.code, shown.stderr).toBe(0);
    return shown.json() as unknown as TaskView;
  };
  const until = async (what: string, isSo: () => boolean): Promise<void> => {
    const deadline = Date.now() + 120_000;
    while (!isSo()) {
      if (Date.now() > deadline) throw new Error(`${what} never came; the workers said:\n${said(workers)}`);
      await setTimeout(40);
    }
  };
  return {
    ...scene,
    start,
    run,
    show,
    script: (slug, script) => writeFileSync(scripts(repository.base, `${slug}.json`), JSON.stringify(script)),
    create: async (slug, ...words) => {
      const usual = {
        '--title': `Greet people: ${slug}`,
        '--prompt': PROMPT,
        '--pipeline': 'delivery',
        '--slug': slug,
      };
      const missing = Object.entries(usual).filter(([option]) => !words.includes(option));
      const made = await run(['task', 'create', ...missing.flat(), ...words]);
      expect(made.code, made.stderr).toBe(0);
      return made.stdout.trim();
    },
    worker: (...words) => {
      const worker = start(['worker', ...words]);
      workers.push(worker);
      return worker;
    },
    rest: async (slug) => {
      const seen = rested.get(slug) ?? 0;
      const stands = (): number =>
        said(workers)
          .split('\n')
          .filter(
            (line) => line.includes('event=task-changed') && line.includes(` slug=${slug} `) && AT_REST.test(line),
          ).length;
      await until(`a rest of ${slug}`, () => stands() > seen);
      rested.set(slug, seen + 1);
      return show(slug);
    },
    decide: async (...words) => {
      const decided = await run(['task', ...words]);
      expect(decided.code, decided.stderr).toBe(0);
    },
    begun: (slug, stage, round) =>
      until(`round ${round} of ${stage}`, () => existsSync(scripts(repository.base, `${slug}.${stage}.${round}.json`))),
    answersOf: (slug, stage, round) =>
      JSON.parse(readFileSync(scripts(repository.base, `${slug}.${stage}.${round}.json`), 'utf8')),
    prompt: ({ jobs }, role, n) => {
      const job = jobs.filter((other) => other.role === role)[n];
      return readFileSync(String(job?.log.replace(/\.log$/, '.prompt.md')), 'utf8');
    },
    fileOf: ({ branch }, path) => repository.git(['show', `${branch}:${path}`]),
    sign: (name) => scripts(repository.base, name),
  };
};

const said = (workers: readonly RunningCli[]): string => workers.map((worker) => worker.stderr()).join('\n');

/** A report of a role: its field in the frontmatter, then prose. */
export const report = (field: string, value: string, prose = 'As seen.'): string =>
  `---\n${field}: ${value}\n---\n\n${prose}\n`;
