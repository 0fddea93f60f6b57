import { createHash } from 'node:crypto';
import { plainComment } from '../../domain/comment/plain-comment.ts';
import { OrchestratorError } from '../../domain/errors.ts';
import { SERVICE } from '../../domain/news/news.ts';
import type { Project } from '../../domain/project/project.ts';
import type { Task } from '../../domain/task.ts';
import { askGate } from '../../gates/registry.ts';
import type { BoardItem, Tracker } from '../../ports/tracker.ts';
import type { App } from '../app.ts';
import { listRepositories } from '../repositories/list-repositories.ts';
import { createTask } from '../tasks/create-task.ts';
import { answerAsPerson, approveAsPerson, rejectAsPerson } from '../tasks/decide-as-person.ts';
import { retryAsPerson } from '../tasks/retry-task.ts';
import { showStatus } from './show-status.ts';

/** What became of one status that a person set on the board. */
export interface Taken {
  readonly item: string;
  readonly outcome: 'started' | 'refused' | 'approved' | 'rejected' | 'answered' | 'relaunched' | 'ignored';
  /** Why, where it did not come to what the person wanted; null otherwise. */
  readonly reason: string | null;
}

/** The app of the repository that an item belongs to; null: the base directory's own. */
export type AppAt = (project: Project | null) => Promise<App>;

/** Whose word it is: a board need not say who set a status. */
const BOARD = 'the board';
const APPROVER = `${BOARD} (approved-via-status)`;

/** Items of the board take the whole way. */
const PIPELINE = 'delivery';

/** Characters of a person's comment that are passed on as the reason of a rejection. */
const REASON_CHARS = 300;

/** Does what a person's status means for the task of an item as it stands. Rejects for reasons that may pass. */
export const obeyStatus = async (app: App, tracker: Tracker, item: BoardItem, appAt: AppAt): Promise<Taken> => {
  const task = await app.store.tasks.get(item.id);
  if (task === null) {
    if (item.status === 'in_progress') return start(app, tracker, item, appAt);
    return ignored(item, 'there is no task yet: set it to In Progress first');
  }
  const there = { ...(await appFor(app, item, appAt)).app, approver: BOARD };
  try {
    return await obey(there, tracker, item, task);
  } catch (error) {
    if (error instanceof OrchestratorError && PERSONS_FAULTS.has(error.code)) return ignored(item, error.message);
    throw error;
  }
};

const PERSONS_FAULTS = new Set(['usage', 'nothing-waits']);

const ignored = ({ id }: BoardItem, reason: string): Taken => ({ item: id, outcome: 'ignored', reason });

const obey = async (app: App, tracker: Tracker, item: BoardItem, task: Task): Promise<Taken> => {
  const done = (outcome: Taken['outcome']): Taken => ({ item: item.id, outcome, reason: null });
  switch (item.status) {
    case 'approved':
      await approveAsPerson({ ...app, approver: APPROVER }, task.id);
      return done('approved');
    case 'rejected':
      await rejectAsPerson(app, task.id, await reasonIn(tracker, item));
      return done('rejected');
    default:
      return done(await goOn(app, tracker, task));
  }
};

/** In Progress on a task that exists: an answer where it asked, another try where it stands still (MA-009). */
const goOn = async (app: App, tracker: Tracker, task: Task): Promise<Taken['outcome']> => {
  if (task.activeJob !== null || (task.due !== null && task.state.status !== 'waiting')) return 'ignored';
  const asked = (await app.store.questions.open()).find(
    (question) => question.task === task.id && question.about.type === 'gate' && question.about.wants === 'answer',
  );
  if (asked === undefined) {
    await retryAsPerson(app, task.id);
    return 'relaunched';
  }
  const replies = await tracker.repliesTo(task.id);
  await answerAsPerson(app, asked.id, replies.length === 0 ? NO_WORDS : replies.join('\n\n'));
  return 'answered';
};

const NO_WORDS = 'There is an answer, but no comment holds it: decide by what the task says.';

const reasonIn = async (tracker: Tracker, { id }: BoardItem): Promise<string> =>
  ((await tracker.repliesTo(id)).at(-1) ?? 'rejected on the board, without a comment').slice(0, REASON_CHARS);

/** An item becomes a task once; what the entry gate has against it is said below the item, which can be started again (MA-034). */
const start = async (app: App, tracker: Tracker, item: BoardItem, appAt: AppAt): Promise<Taken> => {
  const { id, title, description } = item;
  const subject = { id, title, prompt: description, kind: 'feature', activeJob: null, candidate: null } as const;
  const entry = askGate('entry', {}, subject);
  if (entry.outcome !== 'pass') return refuse(app, tracker, item, entry.reason.split('; '));
  const { project, app: there } = await appFor(app, item, appAt);
  try {
    const order = { slug: null, kind: 'feature', pipeline: PIPELINE, dependsOn: [], base: null } as const;
    await createTask({ ...there, approver: BOARD }, { ...order, id, title, prompt: description, project });
  } catch (error) {
    if (!(error instanceof OrchestratorError) || error.fault !== 'user') throw error;
    return refuse(app, tracker, item, [`${error.message} ${error.next}`]);
  }
  return { item: id, outcome: 'started', reason: null };
};

const refuse = async (app: App, tracker: Tracker, item: BoardItem, problems: readonly string[]): Promise<Taken> => {
  const text = ['⛔ QG-0 failed:', ...problems.map((problem) => `- ${problem}`)].join('\n');
  const key = `qg-0-${createHash('sha256').update(text).digest('hex').slice(0, 12)}`;
  await tracker.comment({ item, author: SERVICE, key, ...plainComment(app.redact(text)) });
  await showStatus(app, tracker, item, 'blocked');
  return { item: item.id, outcome: 'refused', reason: problems.join('; ') };
};

/** An item belongs to the project whose prefix begins its id. */
const appFor = async (app: App, { id }: BoardItem, appAt: AppAt) => {
  const prefix = id.slice(0, id.lastIndexOf('-'));
  const registered = await listRepositories(app);
  const project = registered.find((entry) => entry.project.workItemPrefix === prefix)?.project ?? null;
  return { project, app: await appAt(project) };
};
