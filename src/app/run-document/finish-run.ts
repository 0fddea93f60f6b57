import { buildFinalReport, DOCUMENT_READY, type FinalReport } from '../../domain/document/final-report.ts';
import { isStoreFailure } from '../../domain/errors.ts';
import type { StoredEntry } from '../../domain/journal.ts';
import type { Run } from '../../domain/run.ts';
import type { Task } from '../../domain/task.ts';
import type { Change } from '../../ports/store.ts';
import type { App } from '../app.ts';
import { missingSkills } from '../jobs/linked-skills.ts';
import { patchDirectory } from '../merge/deliver-patch.ts';
import { findNotVerified } from '../runs/find-not-verified.ts';
import { reviewRounds } from './review-rounds.ts';
import { runFacts } from './run-facts.ts';
import { writeTaskArtifacts } from './task-artifacts.ts';
import { writeRunDocument } from './write-run-document.ts';

/**
 * Completes the documents of a run whose task has been delivered: its artifacts, `ORCH_RUN.md`, and the report of five items (KB-33).
 * @returns what the journal gets with the run's end; nothing where no task of it was delivered with a stage 0
 */
export const finishRun = async (app: App, run: Run): Promise<readonly Change[]> => {
  try {
    return await complete(app, run, await app.store.tasks.inRun(run.id));
  } catch (error) {
    if (isStoreFailure(error)) throw error;
    // A run whose repository was taken away still comes to its end.
    app.log.warn({ err: error, run: run.id }, 'the documents of a run could not be completed');
    return [];
  }
};

const complete = async (app: App, run: Run, tasks: readonly Task[]): Promise<readonly Change[]> => {
  const document = await writeRunDocument(app, run.id);
  if (document === null) return [];
  const told = (await app.store.journal.after(run.id, 0)).flatMap(({ type, task }) =>
    type === DOCUMENT_READY ? [task] : [],
  );
  const changes: Change[] = [];
  for (const task of tasks.filter(({ id, state }) => state.status === 'merged' && !told.includes(id))) {
    const data = await finalData(app, run, task, document);
    if (data === null) continue;
    const entry = { run: run.id, task: task.id, type: DOCUMENT_READY, data, at: app.clock.now() };
    changes.push({ type: 'append-journal', entry });
  }
  return changes;
};

/** The five items of a run that has ended, as the journal keeps them; null where there are none. */
export const finalReportIn = (journal: readonly StoredEntry[]): FinalReport | null => {
  const entry = journal.findLast(({ type }) => type === DOCUMENT_READY);
  const built = entry === undefined ? null : buildFinalReport(Object(entry.data.report));
  return built?.ok ? built.report : null;
};

const finalData = async (app: App, run: Run, task: Task, document: string) => {
  const journal = await app.store.journal.after(run.id, 0);
  const mergedAt = journal.findLast((entry) => entry.task === task.id && entry.type === 'merged')?.at ?? null;
  const facts = await runFacts(app, task, mergedAt);
  if (facts === null || mergedAt === null) return null;
  const { elapsedMs, iterations } = await writeTaskArtifacts(app, task, mergedAt);
  const built = buildFinalReport({
    ...{ elapsedMs, iterations, document },
    link: facts.inputs.url ?? deliveredTo(app, run, task),
    notes: await notesOf(app, run, task, journal),
  });
  return built.ok ? { path: document, report: built.report } : { path: document, report: null, missing: built.missing };
};

const deliveredTo = (app: App, run: Run, task: Task): string =>
  run.delivery === 'patch-only' || task.state.status !== 'merged'
    ? patchDirectory(app.settings.layout.home, run.id, task.id)
    : `${run.mainBranch} at ${task.state.commit}`;

const notesOf = async (app: App, run: Run, task: Task, journal: readonly StoredEntry[]): Promise<readonly string[]> => {
  const declined = (await reviewRounds(app, task)).flatMap(({ fix }) => fix?.declined ?? []);
  return [
    ...declined.map(({ finding, reason }) => `Declined: ${finding}: ${reason}`),
    ...leftOut(journal),
    ...missingSkills(journal),
    ...findNotVerified(run, [task], journal),
  ];
};

/** The stages that were left out to the end: what an earlier round or a later gate has led into was not. */
const leftOut = (journal: readonly StoredEntry[]): readonly string[] => {
  const choices = journal.filter(({ type }) => type === 'stage-chosen').map(({ data }) => data);
  const entered = new Set(choices.filter((choice) => choice.entered === true).map(({ stage }) => stage));
  const last = new Map(choices.map(({ stage, text }) => [stage, String(text)]));
  return [...last].flatMap(([stage, text]) => (entered.has(stage) ? [] : [text]));
};
