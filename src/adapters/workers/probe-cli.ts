import type { WorkerProbe } from '../../ports/worker.ts';
import { runShortCommand } from './short-command.ts';
import type { WorkerDependencies } from './worker-dependencies.ts';

export interface ProbeRecipe {
  /** The CLI's name for people, also the first word of `version`. */
  readonly name: string;
  /** Absolute path or name of the program. */
  readonly program: string;
  /** The command that installs it. */
  readonly install: string;
  /** What is wrong with the login, or null: unless that is certain, the answer is null, since a run says it better. */
  readonly login: () => Promise<{ readonly problem: string; readonly fix: string } | null>;
}

/** Asks a CLI for its version and then for its login. */
export async function probeCli(dependencies: WorkerDependencies, recipe: ProbeRecipe): Promise<WorkerProbe> {
  const answer = await runShortCommand(dependencies, [recipe.program, '--version']);
  if (answer.exitCode !== 0) {
    const cause = answer.error ?? (answer.output.trim() || `it ended with ${answer.exitCode ?? 'a signal'}`);
    return {
      ready: false,
      version: null,
      problem: `\`${recipe.name} --version\` does not run: ${cause}`,
      fix: recipe.install,
    };
  }
  const number = /\d+\.\d+\.\d+[^\s)]*/.exec(answer.output)?.[0] ?? 'of unknown version';
  const version = `${recipe.name} ${number}`;
  const login = await recipe.login();
  return { ready: login === null, version, problem: login?.problem ?? null, fix: login?.fix ?? null };
}
