import type { AddCommand } from './command-context.ts';

interface CommandEntry {
  readonly name: string;
  readonly summary: string;
  /** What its words are for, in the overview. */
  readonly usage?: string;
  readonly load: () => Promise<AddCommand>;
}

/** Every command, in the order of the overview. Its own file is loaded only when the command line names it. */
export const COMMANDS: readonly CommandEntry[] = [
  {
    name: 'resume',
    usage: '[run]',
    summary: 'continue an interrupted or waiting run',
    load: async () => (await import('./commands/resume.ts')).addResume,
  },
  {
    name: 'run',
    usage: '<plan>',
    summary: 'run a declared plan, without a model',
    load: async () => (await import('./commands/run.ts')).addRun,
  },
  {
    name: 'dispatcher',
    summary: 'run the tasks of DISPATCH_TASKS one after another',
    load: async () => (await import('./commands/dispatcher.ts')).addDispatcher,
  },
  {
    name: 'worker',
    summary: 'do all that is due: jobs, gates and merges',
    load: async () => (await import('./commands/worker.ts')).addWorker,
  },
  {
    name: 'status',
    summary: 'what runs and what waits for you',
    load: async () => (await import('./commands/status.ts')).addStatus,
  },
  {
    name: 'task',
    summary: 'create tasks, look at them, decide what only a person can',
    load: async () => (await import('./commands/task.ts')).addTask,
  },
  {
    name: 'job',
    summary: 'repeat a command in a registered repository until it is done',
    load: async () => (await import('./commands/job.ts')).addJob,
  },
  {
    name: 'logs',
    usage: '<run|task|job>',
    summary: 'raw output of the workers',
    load: async () => (await import('./commands/logs.ts')).addLogs,
  },
  {
    name: 'trace',
    usage: '<run>',
    summary: 'what happened in a run, step by step',
    load: async () => (await import('./commands/trace.ts')).addTrace,
  },
  {
    name: 'report',
    usage: '<run>',
    summary: 'the final report of a run',
    load: async () => (await import('./commands/report.ts')).addReport,
  },
  {
    name: 'cost',
    usage: '[run|task]',
    summary: 'tokens and money, by run, task, role and model',
    load: async () => (await import('./commands/cost.ts')).addCost,
  },
  {
    name: 'guard',
    summary: 'ask the guard about a command, without running it',
    load: async () => (await import('./commands/guard.ts')).addGuard,
  },
  {
    name: 'gate',
    summary: 'list the gates, or ask one',
    load: async () => (await import('./commands/gate.ts')).addGate,
  },
  {
    name: 'worktree',
    summary: 'list worktrees, or remove those without work in them',
    load: async () => (await import('./commands/worktree.ts')).addWorktree,
  },
  {
    name: 'repo',
    summary: 'register repositories, list or check them',
    load: async () => (await import('./commands/repo.ts')).addRepo,
  },
  {
    name: 'init',
    usage: '<dir|url>',
    summary: 'make a base directory for a repository',
    load: async () => (await import('./commands/init.ts')).addInit,
  },
  {
    name: 'doctor',
    summary: 'check this machine and print the fixes',
    load: async () => (await import('./commands/doctor.ts')).addDoctor,
  },
  {
    name: 'config',
    summary: 'print the settings and where they come from',
    load: async () => (await import('./commands/config.ts')).addConfig,
  },
  {
    name: 'demo',
    summary: 'a rehearsal without key and network',
    load: async () => (await import('./commands/demo.ts')).addDemo,
  },
  {
    name: 'completion',
    usage: '<shell>',
    summary: 'print a completion script for bash, zsh or fish',
    load: async () => (await import('./commands/completion.ts')).addCompletion,
  },
];

/** Called by the completion scripts; not for people. */
export const HIDDEN_COMMANDS: readonly CommandEntry[] = [
  {
    name: '__complete',
    summary: 'print candidates for the next word',
    load: async () => (await import('./commands/complete.ts')).addComplete,
  },
];

/** Words that will be commands; as a task nobody means them. */
export const FUTURE_COMMANDS: readonly string[] = ['remediate', 'serve'];
