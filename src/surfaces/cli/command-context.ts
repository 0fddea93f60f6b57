import type { Command } from 'commander';
import type { ExitCode } from '../../domain/errors.ts';
import type { CliDeps } from './cli-deps.ts';
import type { Output } from './output.ts';

/** What a command is handed besides its arguments. */
export interface CommandContext {
  readonly deps: CliDeps;
  /** For data. */
  readonly out: Output;
  /** For everything else. */
  readonly err: Output;
  /** Says how the program ends; 0 where no command says anything. */
  end(code: ExitCode): void;
}

/** Adds a command to its parent. */
export type AddCommand = (parent: Command, context: CommandContext) => void;
