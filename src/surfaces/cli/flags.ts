import { type Command, Option } from 'commander';
import { DELIVERY_MODES, WORKER_KINDS } from '../../domain/settings.ts';

/** What was said on the command line besides the command's own words. A flag that was not given is absent. */
export interface Flags {
  /** `-C`: the target directory, as it was typed. */
  readonly directory?: string;
  readonly pipeline?: string;
  readonly delivery?: string;
  readonly worker?: string;
  readonly yes?: boolean;
  readonly dryRun?: boolean;
  readonly trace?: boolean;
  readonly json?: boolean;
}

/** Options of every command that works on a repository. */
export const directoryOption = (): Option => new Option('-C <dir>', 'work on the repository in this directory');

export const jsonOption = (what = 'print one JSON document'): Option => new Option('--json', what);

export const workerOption = (): Option =>
  new Option('--worker <kind>', 'the coding agent that does the work').choices(WORKER_KINDS);

export const traceOption = (): Option => new Option('--trace', 'print a line for every tool call of the lead');

/** Options of the commands that conduct a run with a tech lead: the main job, resume, dispatcher. */
export const runOptions = (): readonly Option[] => [
  new Option('--pipeline <name>', 'the pipeline that tasks go through (default: subtask)'),
  new Option('--delivery <mode>', 'what becomes of finished work').choices(DELIVERY_MODES),
  workerOption(),
  new Option('--yes', 'start the plan without asking'),
  new Option('--dry-run', 'rehearse: the lead plans, nothing is changed'),
  traceOption(),
];

/** All flags of a command, those given before its name included. */
export const flagsOf = (command: Command): Flags => {
  const { C, ...rest } = command.optsWithGlobals<Flags & { C?: string }>();
  return C === undefined ? rest : { ...rest, directory: C };
};
