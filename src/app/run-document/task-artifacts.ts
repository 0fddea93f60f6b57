import { z } from 'zod';
import type { Task } from '../../domain/task.ts';
import { LOOP_WORDS } from '../../domain/worker/loop-words.ts';
import { lastWord } from '../../engine/command-job.ts';
import type { App } from '../app.ts';
import { readJsonNote } from '../home/read-json-note.ts';
import { jobsOf } from '../tasks/jobs-of.ts';

/**
 * Writes what a delivered task took, `summary.json` and `iterations.json` under its id, as jobs have them (KB-14).
 * @param mergedAt milliseconds since the epoch
 * @returns the time and the number of agents' runs, read back from there: a report says what the artifacts say, or nothing
 */
export const writeTaskArtifacts = async (
  app: Pick<App, 'store' | 'files' | 'settings'>,
  task: Task,
  mergedAt: number,
): Promise<{ readonly elapsedMs: number | undefined; readonly iterations: number | undefined }> => {
  const folder = `${app.settings.layout.home}/artifacts/${task.id}`;
  const jobs = (await jobsOf(app, task)).filter(({ startedAt }) => startedAt !== null);
  const iterations = jobs.map((job, position) => ({
    index: position + 1,
    ...{ job: job.id, role: job.role, status: job.status },
    startedAt: iso(job.startedAt),
    endedAt: iso(job.endedAt),
    exitCode: job.exitCode,
    keyword: lastWord(job.summary, LOOP_WORDS).keyword,
    blocker: job.status === 'blocked' ? job.summary : null,
  }));
  const summary = {
    ...{ task: task.id, run: task.run, status: task.state.status, iterations: iterations.length },
    ...{ startedAt: iso(task.createdAt), endedAt: iso(mergedAt), durationMs: mergedAt - task.createdAt },
  };
  await app.files.makeDirectory(folder);
  await app.files.writeJson(`${folder}/iterations.json`, iterations);
  await app.files.writeJson(`${folder}/summary.json`, summary);
  const [told, counted] = await Promise.all([
    readJsonNote(app, `${folder}/summary.json`, SUMMARY),
    readJsonNote(app, `${folder}/iterations.json`, z.array(z.object({ index: z.number() }))),
  ]);
  return { elapsedMs: told?.durationMs, iterations: counted?.length };
};

const SUMMARY = z.object({ durationMs: z.number(), iterations: z.number() });

const iso = (ms: number | null): string | null => (ms === null ? null : new Date(ms).toISOString());
