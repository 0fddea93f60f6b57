import type { Files } from '../ports/files.ts';
import type { Progress, ProgressEvent } from '../ports/progress.ts';

/** Events that the trace of a run keeps; the rest is for the eye alone. */
const KEPT: ReadonlySet<ProgressEvent['type']> = new Set<ProgressEvent['type']>([
  'tool-called',
  'command-judged',
  'gate-answered',
  'job-started',
  'job-ended',
  'merged',
  'lead-turn',
  'plan-task',
]);

/**
 * A progress that also writes `trace.jsonl` into the run's folder, in the order of the events.
 * @param files appends in the order in which it is asked
 * @param redact takes secrets out of every line
 */
export const createTraceFile = (
  files: Pick<Files, 'appendLine'>,
  options: { home: string; redact: (text: string) => string; next: Progress; now: () => number },
): Progress & { flush(): Promise<void> } => {
  let path: string | null = null;
  let writing: Promise<void> = Promise.resolve();
  return {
    emit: (event) => {
      if (event.type === 'run-started' || event.type === 'plan-started')
        path = `${options.home}/runs/${event.run.id}/trace.jsonl`;
      if (path !== null && KEPT.has(event.type)) {
        const file = path;
        const line = options.redact(JSON.stringify({ time: new Date(options.now()).toISOString(), ...event }));
        // A trace that cannot be written must not end the run: what matters is in the database.
        writing = files.appendLine(file, line).catch(() => undefined);
      }
      options.next.emit(event);
    },
    flush: () => writing,
  };
};
