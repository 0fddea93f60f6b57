import type { RunReport } from '../../domain/report.ts';
import type { RunSinks } from './cli-deps.ts';
import type { CommandContext } from './command-context.ts';
import { exitCodeOfRun } from './exit-code.ts';
import type { Flags } from './flags.ts';
import { watchInterrupts } from './interrupts.ts';
import { createRenderer } from './progress/create-renderer.ts';
import type { ViewState } from './progress/view-state.ts';
import { createTerminalPerson } from './terminal-person.ts';
import { counted } from './text/quantities.ts';
import { withOpened } from './with-opened.ts';

interface Performance<App, Result> {
  readonly open: (sinks: RunSinks) => Promise<App>;
  readonly work: (app: App, signal: AbortSignal) => Promise<Result>;
}

/**
 * Opens the application with a view of what it does and a person to ask, works, and takes the view away again.
 * A work that was interrupted ends the program with 130, whatever it resolves to.
 */
export const perform = async <App extends { readonly trace?: boolean; close(): Promise<void> }, Result>(
  context: CommandContext,
  flags: Flags,
  { open, work }: Performance<App, Result>,
): Promise<Result> => {
  const { deps, err } = context;
  const { clock, signals, stdin } = deps.io;
  const renderer = await createRenderer({ output: err, clock });
  const interrupts = watchInterrupts({
    source: signals,
    farewell: () => farewell(renderer.state),
    say: (text) => renderer.say(text),
    exit: (code) => deps.io.exit(code),
  });
  const person = createTerminalPerson({ input: stdin, output: err, renderer, yes: flags.yes === true });
  try {
    return await withOpened(open({ progress: renderer, person }), async (app) => {
      if (app.trace === true) renderer.traceTools();
      return work(app, interrupts.signal);
    });
  } finally {
    renderer.close();
    interrupts.release();
    if (interrupts.signal.aborted) context.end(130);
  }
};

/** Prints the report and says how the program ends. */
export const endWithReport = async (context: CommandContext, flags: Flags, report: RunReport): Promise<void> => {
  const { out } = context;
  if (flags.json === true) {
    (await import('./print-json.ts')).printJson(out, report);
  } else {
    const { renderReport } = await import('./report/render-report.ts');
    // Where the run was followed on the same screen, its end is set apart.
    if (out.isTerminal) out.line();
    for (const line of renderReport(report, out.paint)) out.line(line);
  }
  context.end(exitCodeOfRun(report));
};

const farewell = ({ run, tasks }: ViewState): string => {
  if (run === null) return 'stopping: nothing was started';
  const workers = tasks.filter(({ job }) => job?.state === 'running').length;
  const ending = workers === 0 ? 'no worker is running' : `ending ${counted(workers, 'worker')}`;
  return `stopping: ${ending}; resume with \`orchestrator resume ${run.id}\``;
};
