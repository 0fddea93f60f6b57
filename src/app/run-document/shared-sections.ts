import { reviewSection } from '../../domain/document/review-section.ts';
import { runSection } from '../../domain/document/run-document.ts';
import { type SharedDocument, withSection } from '../../domain/document/shared-document.ts';
import type { Task } from '../../domain/task.ts';
import type { App } from '../app.ts';
import { pipelineOf } from '../tasks/pipeline-of.ts';
import { reviewRounds } from './review-rounds.ts';
import { runFacts } from './run-facts.ts';

type Needs = Pick<App, 'store' | 'pipelines' | 'git' | 'settings' | 'frontmatter' | 'redact'>;

/**
 * The documents that tasks share, each with a section about this one at its end (INV-2, INV-15): the only place where such a text is
 * made. The caller puts them into a merge, or into the run's folder.
 * @param before a document as it stands so far; null: there is none
 * @param finishedAt null while the task is under way
 */
export const withTaskSections = async (
  app: Needs,
  task: Task,
  before: (name: SharedDocument) => Promise<string | null>,
  finishedAt: number | null,
): Promise<Readonly<Record<string, string>>> => {
  const written: Record<string, string> = {};
  for (const name of pipelineOf(app, task).shared) {
    const section = await SECTIONS[name](app, task, finishedAt);
    if (section !== null) written[name] = withSection(name, await before(name), app.redact(section));
  }
  return written;
};

type Section = (app: Needs, task: Task, finishedAt: number | null) => Promise<string | null>;

const SECTIONS: Readonly<Record<SharedDocument, Section>> = {
  'ORCH_RUN.md': async (app, task, finishedAt) => {
    const facts = await runFacts(app, task, finishedAt);
    return facts === null ? null : runSection(facts);
  },
  'CODE_REVIEW.md': async (app, task) => {
    const rounds = await reviewRounds(app, task);
    const { id, title, run } = task;
    return rounds.length === 0 ? null : reviewSection({ run, task: { id, title }, rounds });
  },
};
