import type { Artifact } from '../../domain/evidence.ts';
import { type FixReport, readFixReport, withAnswers } from '../../domain/review/fix-report.ts';
import type { ReviewRound } from '../../domain/review/review-round.ts';
import type { Task } from '../../domain/task.ts';
import type { App } from '../app.ts';
import { fixPlace, reviewPlace } from '../gates/collect-review.ts';
import { artifactAt } from '../gates/documents-at.ts';
import { leftByRuns } from '../gates/left-by-runs.ts';
import { pipelineOf } from '../tasks/pipeline-of.ts';

type Needs = Pick<App, 'store' | 'git' | 'settings' | 'frontmatter' | 'pipelines'>;

/** All reviews of a task in order, each with what its fixers have answered to it; a run that left no report is none. */
export const reviewRounds = async (app: Needs, task: Task): Promise<readonly ReviewRound[]> => {
  const pipeline = pipelineOf(app, task);
  const [review, fix] = [reviewPlace(pipeline, task), fixPlace(pipeline, task)];
  const dir = app.settings.layout.mainPath;
  const rounds: ReviewRound[] = [];
  for (const { role, head } of await leftByRuns(app, task)) {
    const last = rounds.at(-1);
    if (role === review?.role) {
      const artifact = await artifactAt(app, { dir, commit: head }, review.path);
      if (artifact.status !== 'missing') rounds.push({ review: artifact.text ?? '', fix: null });
    } else if (role === fix?.role && last !== undefined) {
      const answers = answersIn(await artifactAt(app, { dir, commit: head }, fix.path));
      if (answers !== null) rounds[rounds.length - 1] = { ...last, fix: withAnswers(last.fix, answers) };
    }
  }
  return rounds;
};

const answersIn = (artifact: Artifact): FixReport | null => {
  const reading = artifact.status === 'read' ? readFixReport(artifact.fields) : null;
  return reading?.ok === true ? reading.report : null;
};
