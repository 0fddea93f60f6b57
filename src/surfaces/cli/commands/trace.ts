import type { AddCommand } from '../command-context.ts';
import { withExamples } from '../examples.ts';
import { directoryOption, flagsOf, jsonOption } from '../flags.ts';
import { renderTraceEntry } from '../report/render-trace.ts';
import { splitLines } from '../text/split-lines.ts';
import { withOpened } from '../with-opened.ts';

/** Prints the trace of a run, a line a step. */
export const addTrace: AddCommand = (parent, { deps, out }) => {
  const command = parent
    .command('trace')
    .description('Print what happened in a run, step by step: turns, tool calls, jobs, gates, merges.')
    .argument('<run>', 'for example r-7f3')
    .addOption(directoryOption())
    .addOption(jsonOption('print the JSON lines as they were written'))
    .action(async (run: string) => {
      const flags = flagsOf(command);
      await withOpened(deps.openLooking(flags), async (app) => {
        const pieces = app.read(await app.trace(run), { follow: false, signal: out.closed });
        for await (const line of splitLines(pieces)) out.line(flags.json === true ? line : renderTraceEntry(line));
      });
    });
  withExamples(command, 'orchestrator trace r-7f3', 'orchestrator trace r-7f3 --json | jq -c .');
};
