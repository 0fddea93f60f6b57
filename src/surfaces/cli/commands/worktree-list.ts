import type { AddCommand } from '../command-context.ts';
import { withExamples } from '../examples.ts';
import { directoryOption, flagsOf, jsonOption } from '../flags.ts';
import { printJson } from '../print-json.ts';
import { oneLine } from '../text/plain-text.ts';
import { shortCommit } from '../text/quantities.ts';
import { table } from '../text/table.ts';
import { withOpened } from '../with-opened.ts';

/** All worktrees and what is checked out in them. */
export const addWorktreeList: AddCommand = (parent, { deps, out }) => {
  const command = parent
    .command('list')
    .description('List the worktrees: branch, commit, task, and whether there are changes.')
    .addOption(directoryOption())
    .addOption(jsonOption('print one JSON array'))
    .action(async () => {
      const flags = flagsOf(command);
      const worktrees = await withOpened(deps.openLooking(flags), (app) => app.worktrees());
      if (flags.json === true) return printJson(out, worktrees);
      const rows = worktrees.map(({ worktree, branch, head, dirty, task, path }) => [
        out.paint.bold(oneLine(worktree)),
        oneLine(branch ?? '(detached)'),
        head === null ? '-' : shortCommit(head),
        dirty ? out.paint.yellow('changed') : 'clean',
        task ?? '-',
        oneLine(path, 1000),
      ]);
      for (const line of table(['WORKTREE', 'BRANCH', 'HEAD', 'STATE', 'TASK', 'PATH'], rows)) out.line(line);
      return undefined;
    });
  withExamples(command, 'orchestrator worktree list');
};
