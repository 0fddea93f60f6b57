import type { Job } from '../../domain/job.ts';
import type { App } from '../app.ts';
import { keepLooking } from '../keep-looking.ts';

type Needs = Pick<App, 'files' | 'clock' | 'progress' | 'worker'>;

/** How often a worker's log is looked at for the live view. */
const LOOK_EVERY_MS = 500;
/** Of a burst only the newest part is read: the view shows the last thing alone. */
const LOOK_AT_BYTES = 64 * 1024;

/** Tells who looks on what a worker is doing, by reading the log that it writes. */
export const followLog = (app: Needs, job: Job): ReturnType<typeof keepLooking> => {
  let seen = 0;
  const look = async (): Promise<void> => {
    const size = await app.files.size(job.log);
    if (size <= seen) return;
    const text = await app.files.tail(job.log, Math.min(size - seen, LOOK_AT_BYTES));
    seen = size;
    const event = text
      .split('\n')
      .map((line) => app.worker.readEvent(line))
      .findLast((found) => found !== null);
    if (event !== undefined && event !== null) {
      app.progress.emit({ type: 'job-activity', job: job.id, task: job.task, text: event.text, usage: event.usage });
    }
  };
  return keepLooking(app.clock, LOOK_EVERY_MS, look);
};
