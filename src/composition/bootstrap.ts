import { randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import { basename, resolve } from 'node:path';
import { createFiles } from '../adapters/files.ts';
import { commitBaseline } from '../adapters/git/commit-baseline.ts';
import { isAddress, newBase } from '../adapters/git/init-base.ts';
import { createProcesses } from '../adapters/process/processes.ts';
import { nodeProject } from '../adapters/scaffold/node-project.ts';
import { writeProject } from '../adapters/scaffold/write-project.ts';
import { callerEnvironment } from '../config/caller-environment.ts';
import { OrchestratorError } from '../domain/errors.ts';
import { slugOf } from '../domain/text/slug.ts';

const CHECK_MS = 120_000;

/** Bytes of a red check's output that the error shows, the last ones. */
const MOST_TOLD = 2_000;

/**
 * Makes a base directory whose `main` is a new project: README, ignored files, a first test, settings of a linter and of a type checker,
 * and one commit, made when the test has passed. Rejects with `base-dir-invalid` for a directory that is not empty, and with
 * `baseline-red` where the test does not run.
 */
export const bootstrap = async (
  directory: string,
  { cwd, productRoot }: { readonly cwd: string; readonly productRoot: string },
): Promise<{ baseDir: string; main: string }> => {
  if (isAddress(directory)) {
    throw new OrchestratorError(
      'usage',
      `${directory} is an address, and only a new directory can become a project.`,
      'Leave out --bootstrap to clone it.',
    );
  }
  const made = await newBase(resolve(cwd, directory));
  await writeProject(made.main, nodeProject(slugOf(basename(made.baseDir))));
  await runCheck(made.main, productRoot);
  await commitBaseline(made.main, 'chore: set up the project');
  return made;
};

const runCheck = async (main: string, productRoot: string): Promise<void> => {
  const files = createFiles();
  const name = randomUUID();
  const directory = `${tmpdir()}/orchestrator-bootstrap-${name}`;
  const log = `${directory}/check.log`;
  await files.makeDirectory(directory);
  try {
    const end = await createProcesses().run({
      argv: ['npm', 'test'],
      cwd: main,
      env: callerEnvironment(process.env, productRoot),
      stdoutFile: log,
      stderrFile: log,
      marker: `bootstrap/${name}`,
      deadlineMs: CHECK_MS,
      graceMs: 1_000,
      maxOutputBytes: 1024 * 1024,
      silenceMs: null,
    });
    if (end.exitCode === 0) return;
    throw new OrchestratorError(
      'baseline-red',
      `The new project's own test failed: ${end.error ?? (await files.tail(log, MOST_TOLD)).trim()}`,
      `See whether \`npm test\` runs in ${main}; nothing was committed.`,
    );
  } finally {
    await files.remove(directory);
  }
};
