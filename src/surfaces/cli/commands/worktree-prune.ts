import type { AddCommand } from '../command-context.ts';
import { withExamples } from '../examples.ts';
import { directoryOption, flagsOf, jsonOption } from '../flags.ts';
import { printJson } from '../print-json.ts';
import { oneLine } from '../text/plain-text.ts';
import { withOpened } from '../with-opened.ts';

/** Removes what holds no work, and says of the rest why it stays (INV-9). */
export const addWorktreePrune: AddCommand = (parent, { deps, out, err }) => {
  const command = parent
    .command('prune')
    .description('Remove task worktrees without work in them; what holds work is kept, and the reason printed.')
    .option('--dry-run', 'say what would be removed')
    .addOption(directoryOption())
    .addOption(jsonOption('print one JSON array'))
    .action(async ({ dryRun = false }: { dryRun?: boolean }) => {
      // For the rest of the program a dry run is a rehearsal with a state of its own: here the real one is looked at.
      const { dryRun: _, ...flags } = flagsOf(command);
      const worktrees = await withOpened(deps.openDeciding(flags), (app) => app.pruneWorktrees({ dryRun }));
      if (flags.json === true) return printJson(out, worktrees);
      if (worktrees.length === 0) err.line('there is no task worktree');
      for (const { worktree, removed, wouldRemove, reason } of worktrees) {
        const word = removed ? '✓ removed' : '✓ would remove';
        const sign = removed || wouldRemove ? out.paint.green(word) : out.paint.dim('· kept');
        out.line(`${sign} ${oneLine(worktree)}  ${oneLine(reason, 600)}`);
      }
      return undefined;
    });
  withExamples(command, 'orchestrator worktree prune --dry-run', 'orchestrator worktree prune');
};
