import { OrchestratorError } from '../../domain/errors.ts';
import type { Task } from '../../domain/task.ts';
import { slugOf } from '../../domain/text/slug.ts';
import type { App } from '../app.ts';
import { beginsAfterRuns } from '../jobs/waits-for-run.ts';
import { entryRefusal } from './entry-refusal.ts';
import { findCircle } from './find-circle.ts';
import type { PlannedWork } from './planned-work.ts';

/** It begins commit messages. */
const LONGEST_TITLE = 200;

/**
 * Looks at a plan before anything of it is stored. Throws `usage` with the first thing that is wrong.
 * @param usual the pipeline of work that names none
 * @param existing the tasks that the run has already, by slug
 */
export const checkPlan = (
  app: App,
  usual: string,
  work: readonly PlannedWork[],
  existing: ReadonlyMap<string, Task>,
): void => {
  const slugs = new Set(work.map((item) => item.slug));
  if (slugs.size < work.length)
    throw wrong('two tasks of the plan have the same slug', 'Give each task a slug of its own.');
  for (const item of work) {
    if (item.title === '' || item.title.length > LONGEST_TITLE) {
      throw wrong(
        `the title of ${item.slug} has ${item.title.length} characters`,
        `Give it a title of 1 to ${LONGEST_TITLE} characters on one line; what else is to be said belongs in its prompt.`,
      );
    }
    const unknown = item.dependsOn.map(slugOf).find((slug) => !slugs.has(slug) && !existing.has(slug));
    if (unknown !== undefined)
      throw wrong(
        `${item.slug} depends on "${unknown}", which is in no plan`,
        'Name a slug of this plan or of an earlier one.',
      );
    if (item.pipeline !== null && !app.pipelines.has(item.pipeline)) {
      throw wrong(`there is no pipeline "${item.pipeline}"`, `Known: ${[...app.pipelines.keys()].join(', ')}.`);
    }
    if (beginsAfterRuns(app, item.pipeline ?? usual))
      throw wrong(
        `${item.slug} follows ${item.pipeline ?? usual}, which begins when no main run is on: this one would wait for itself`,
        'Leave it out; a person orders it with `orchestrator task create`.',
      );
    const refusal = existing.has(item.slug) ? null : entryRefusal(app, { ...item, pipeline: item.pipeline ?? usual });
    if (refusal !== null)
      throw wrong(`the entry gate refuses ${item.slug}: ${refusal}`, 'Mend that and record the plan again.');
  }
  const circle = findCircle(new Map(work.map((item) => [item.slug, item.dependsOn.map(slugOf)])));
  if (circle !== null)
    throw wrong(`the plan goes round in a circle: ${circle.join(' → ')}`, 'Take out one of these dependencies.');
};

const wrong = (message: string, next: string): OrchestratorError => new OrchestratorError('usage', message, next);
