import type { LookingApp } from '../cli-deps.ts';
import type { AddCommand, CommandContext } from '../command-context.ts';
import { withExamples } from '../examples.ts';
import { directoryOption, flagsOf } from '../flags.ts';
import { watchInterrupts } from '../interrupts.ts';
import { plainText } from '../text/plain-text.ts';
import { withOpened } from '../with-opened.ts';

/** Prints what workers printed but known secrets. For a terminal it is made harmless first; a pipe gets it as it is. */
export const addLogs: AddCommand = (parent, context) => {
  const command = parent
    .command('logs')
    .description('Print the raw output of the workers of a run, a task or a job.')
    .argument('<run|task|job>', 'for example r-7f3, T-3 or j-12')
    .option('-f, --follow', 'go on with what is added, until it has ended or Ctrl-C')
    .addOption(directoryOption())
    .action(async (target: string, { follow = false }: { follow?: boolean }) => {
      await withOpened(context.deps.openLooking(flagsOf(command)), (app) => printLogs(context, app, target, follow));
    });
  withExamples(command, 'orchestrator logs T-3', 'orchestrator logs r-7f3 -f');
};

/** @param target id of a run, a task or a job */
export const printLogs = async (
  context: CommandContext,
  app: LookingApp,
  target: string,
  follow: boolean,
): Promise<void> => {
  const { paths, isOver } = await app.logs(target);
  await (follow && !isOver ? followAll(context, app, target, paths) : printAll(context, app, paths));
};

const sayNothing = ({ err }: CommandContext): void => err.line('nothing has been printed yet');

const printAll = async (context: CommandContext, app: LookingApp, paths: readonly string[]): Promise<void> => {
  const write = logWriter(context, paths.length);
  let isEmpty = true;
  for (const path of paths) {
    for await (const piece of app.read(path, { follow: false, signal: context.out.closed })) {
      isEmpty = false;
      write(path, piece);
    }
  }
  if (isEmpty) sayNothing(context);
};

const LOOK_EVERY_MS = 1_000;

/** Ends with the target, with Ctrl-C, which is how one stops looking and therefore no failure, or when the reader is gone. */
const followAll = async (
  context: CommandContext,
  app: LookingApp,
  target: string,
  paths: readonly string[],
): Promise<void> => {
  if (paths.length === 0) sayNothing(context);
  const { clock, signals, exit } = context.deps.io;
  const interrupts = watchInterrupts({ source: signals, farewell: () => '', say: () => undefined, exit });
  const end = new AbortController();
  const signal = AbortSignal.any([interrupts.signal, context.out.closed, end.signal]);
  const following = createFollowing((path) => app.read(path, { follow: true, signal }), {
    write: logWriter(context, paths.length),
    failed: () => end.abort(),
  });
  following.add(paths);
  try {
    while (!signal.aborted) {
      await clock.sleep(LOOK_EVERY_MS, signal);
      if (signal.aborted) break;
      // The next job of a task, or the next iteration of a job, has a log of its own. A database that is busy is asked again.
      const found = await app.logs(target).catch(() => null);
      following.add(found?.paths ?? []);
      if (found?.isOver) end.abort();
    }
    await following.done();
  } finally {
    interrupts.release();
  }
};

/** Follows files side by side, each from the moment it is added. */
const createFollowing = (
  read: (path: string) => AsyncIterable<string>,
  { write, failed }: { write: (path: string, piece: string) => void; failed: () => void },
): { add(paths: readonly string[]): void; done(): Promise<unknown> } => {
  const following = new Map<string, Promise<void>>();
  const follow = async (path: string): Promise<void> => {
    for await (const piece of read(path)) write(path, piece);
  };
  return {
    add: (paths) => {
      for (const path of paths) {
        if (following.has(path)) continue;
        const followed = follow(path);
        followed.catch(failed);
        following.set(path, followed);
      }
    },
    done: () => Promise.all(following.values()),
  };
};

/** Names the file, on stderr, whenever another one goes on. */
const logWriter = ({ out, err }: CommandContext, files: number): ((path: string, piece: string) => void) => {
  let last: string | null = null;
  return (path, piece) => {
    if (files > 1 && path !== last) err.line(err.paint.dim(`==> ${path} <==`));
    last = path;
    out.write(out.isTerminal ? plainText(piece) : piece);
  };
};
