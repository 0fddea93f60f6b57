import { OrchestratorError } from '../../../domain/errors.ts';
import { NO_USAGE } from '../../../domain/usage/usage.ts';
import { lastUsage } from '../../../domain/worker/result-usage.ts';
import type { ProcessEnd } from '../../../ports/processes.ts';
import type { WorkerCli, WorkerConclusion, WorkerProbe, WorkerRequest } from '../../../ports/worker.ts';
import { lastLines, oneLine } from '../excerpt.ts';
import { findExecutable } from '../find-executable.ts';
import { describeExit, judgeRun } from '../judge-run.ts';
import { fitsArgument, pointToFile } from '../prompt-delivery.ts';
import type { WorkerDependencies } from '../worker-dependencies.ts';

/**
 * Any program of the person's as a worker: an argv whose placeholders `{prompt}`, `{prompt_file}`, `{role}` and
 * `{worktree}` are filled in within its words. Its exit code decides; its last lines are the summary; what it used is read
 * from the last JSON object in its output that has a `usage` block or a cost.
 * @param command null or empty: the probe says what is missing, and an invocation throws `worker-unavailable`
 */
export function createCommandCli({ environment }: WorkerDependencies, command: readonly string[] | null): WorkerCli {
  return {
    kind: 'command',
    invocation: (request) => ({ argv: configured(command).map((word) => fill(word, request)), env: {} }),
    readEvent: (line) => (line.trim() === '' ? null : { kind: 'other', text: oneLine(line), usage: null }),
    conclude,
    probe: async () => (command?.[0] ? probe(command[0], environment.PATH) : UNCONFIGURED),
  };
}

const UNCONFIGURED = {
  ready: false,
  version: null,
  problem: 'The worker "command" is chosen, but no command is configured.',
  fix: 'Set ORCHESTRATOR_WORKER_COMMAND to an argv as a JSON array, e.g. \'["my-agent","--task","{prompt_file}"]\'.',
} as const satisfies WorkerProbe;

const configured = (command: readonly string[] | null): readonly string[] => {
  if (command?.[0]) return command;
  throw new OrchestratorError('worker-unavailable', UNCONFIGURED.problem, UNCONFIGURED.fix);
};

/** One pass over the template, so that a prompt that contains `{role}` keeps it. */
const fill = (word: string, request: WorkerRequest): string =>
  word.replace(/\{(prompt|prompt_file|role|worktree)\}/g, (_, name: string) => {
    if (name === 'prompt') return fitsArgument(request.prompt) ? request.prompt : pointToFile(request.promptFile);
    if (name === 'prompt_file') return request.promptFile;
    return name === 'role' ? request.role : request.worktree;
  });

/** A silent program that ends well is believed here: the application looks for its change. */
const conclude = (end: ProcessEnd, log: string): WorkerConclusion => {
  const words = lastLines(log, 5);
  return judgeRun(end, {
    completed: true,
    lastMessage: words || `The command ended ${describeExit(end)} and printed nothing.`,
    error: end.exitCode === 0 ? null : words || `The command ended ${describeExit(end)} and printed nothing.`,
    plain: '',
    usage: lastUsage(log) ?? NO_USAGE,
  });
};

/** A path with a slash may be relative to the worktree, and a placeholder is not known yet: neither is certain. */
const probe = (program: string, path: string | undefined): WorkerProbe => {
  const uncertain = program.includes('{') || (program.includes('/') && !program.startsWith('/'));
  if (uncertain || findExecutable(program, path)) {
    return { ready: true, version: `command ${program}`, problem: null, fix: null };
  }
  return {
    ready: false,
    version: null,
    problem: `The worker command \`${program}\` is not found on the workers' path.`,
    fix: 'Install it, or name it by its absolute path in ORCHESTRATOR_WORKER_COMMAND.',
  };
};
