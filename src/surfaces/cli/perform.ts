import type { ExitCode } from '../../domain/errors.ts';
import type { RunReport } from '../../domain/report.ts';
import type { RunSinks } from './cli-deps.ts';
import type { CommandContext } from './command-context.ts';
import { exitCodeOfRun } from './exit-code.ts';
import type { Flags } from './flags.ts';
import { watchInterrupts } from './interrupts.ts';
import { createRenderer } from './progress/create-renderer.ts';
import type { ViewState } from './progress/view-state.ts';
import { createTerminalPerson } from './terminal-person.ts';
import type { Catalogue, Language } from './text/catalogue/catalogue.ts';
import { catalogueOf } from './text/catalogue/catalogue-of.ts';
import { en } from './text/catalogue/en.ts';
import { withOpened } from './with-opened.ts';

/** The part of an opened application that is common to all that work. */
interface Performing {
  readonly trace?: boolean;
  readonly language: Language;
  close(): Promise<void>;
}

interface Performance<App, Result> {
  readonly open: (sinks: RunSinks) => Promise<App>;
  readonly work: (app: App, signal: AbortSignal) => Promise<Result>;
  /** The exit code after an interrupt; default: 130. */
  readonly interruptedAs?: ExitCode;
  /** What is said at an interrupt; default: how the run goes on. */
  readonly farewell?: string;
}

/** What a work came to, and the words to tell it in. */
interface Performed<Result> {
  readonly result: Result;
  readonly words: Catalogue;
}

/**
 * Opens the application with a view of what it does and a person to ask, works, and takes the view away again.
 * A work that was interrupted ends the program with a code of its own, whatever it resolves to.
 */
export const perform = async <App extends Performing, Result>(
  context: CommandContext,
  flags: Flags,
  { open, work, interruptedAs = 130, farewell }: Performance<App, Result>,
): Promise<Performed<Result>> => {
  const { deps, err } = context;
  const { clock, signals, stdin } = deps.io;
  const renderer = await createRenderer({ output: err, clock });
  let words = en;
  const interrupts = watchInterrupts({
    source: signals,
    farewell: () => farewell ?? howToGoOn(renderer.state, words),
    say: (text) => renderer.say(text),
    exit: (code) => deps.io.exit(code),
  });
  const person = createTerminalPerson({ input: stdin, output: err, renderer, yes: flags.yes === true });
  try {
    return await withOpened(open({ progress: renderer, person }), async (app) => {
      words = catalogueOf(app.language);
      if (app.trace === true) renderer.traceTools();
      return { result: await work(app, interrupts.signal), words };
    });
  } finally {
    renderer.close();
    interrupts.release();
    if (interrupts.signal.aborted) context.end(interruptedAs);
  }
};

/** Prints the report and says how the program ends. */
export const endWithReport = async (
  context: CommandContext,
  flags: Flags,
  report: RunReport,
  words: Catalogue,
): Promise<void> => {
  const { out } = context;
  if (flags.json === true) {
    (await import('./print-json.ts')).printJson(out, report);
  } else {
    const { renderReport } = await import('./report/render-report.ts');
    // Where the run was followed on the same screen, its end is set apart.
    if (out.isTerminal) out.line();
    for (const line of renderReport(report, words, out.paint)) out.line(line);
  }
  context.end(exitCodeOfRun(report));
};

const howToGoOn = ({ run, tasks }: ViewState, { hints }: Catalogue): string =>
  run === null
    ? hints.nothingStarted
    : hints.stopping(tasks.filter(({ job }) => job?.state === 'running').length, run.id);
