import { basename, join, resolve } from 'node:path';
import { cwd } from 'node:process';
import { createFiles } from '../adapters/files.ts';
import { branchOf } from '../config/checkout.ts';
import { currentDirectory } from '../config/layout.ts';
import { loadPlan } from '../config/plan/load-plan.ts';
import type { Plan } from '../domain/plan/plan.ts';
import { hardDenial } from '../guard/hard-denials.ts';
import { parseCommand } from '../guard/parse-command.ts';

/**
 * Reads and judges a plan, with the prompts that it names.
 * @param options `file`: as typed, from the directory that the person stands in; `root`: absolute path of the product;
 *   `mainPath`: absolute path of main's checkout, whose branch is no task's
 * @throws OrchestratorError `plan-invalid` with a line `file:line:column: message` for every mistake
 */
export const readPlan = async (options: {
  readonly file: string;
  readonly root: string;
  readonly mainPath: string;
}): Promise<Plan> =>
  loadPlan({
    file: resolve(currentDirectory(cwd(), process.env.INIT_CWD, options.root), options.file),
    shown: options.file,
    mainBranch: branchOf(options.mainPath),
    roles: await rolesIn(options.root),
    splitCommand: parseCommand,
    hardDenial,
  });

const rolesIn = async (root: string): Promise<readonly string[]> =>
  (await createFiles().list(join(root, '.openclaw/agents'))).flatMap((file) =>
    file.endsWith('.md') ? [basename(file, '.md')] : [],
  );
