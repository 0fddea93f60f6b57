import type { StatusView } from '../../../app/home/status-view.ts';
import type { Catalogue } from '../text/catalogue/catalogue.ts';
import type { Paint } from '../text/paint.ts';
import { oneLine } from '../text/plain-text.ts';
import { age } from '../text/quantities.ts';

/** Waiting is louder than done: what needs the reader comes first, with its age and its answer. */
export const renderStatus = (view: StatusView, now: number, words: Catalogue, paint: Paint): string[] => {
  const { tasks, jobs } = words.status;
  const column = Math.max(tasks.length, jobs.length);
  const taskWords = { ...words.taskStatus, [ELSEWHERE]: words.taskWaits };
  return [
    ...view.waiting.filter(isForPerson).flatMap((wait) => needsYouLines(wait, now, words, paint)),
    ...view.waiting.filter((wait) => !isForPerson(wait)).map((wait) => waitsLine(wait, now, words, paint)),
    ...view.reworks.map((rework) => reworkLine(rework, words, paint)),
    ...(view.run === null ? [words.hints.noRun] : runLines(view.run, now, words, paint)),
    ...countLine(tasks, taskCounts(view), taskWords, column, paint),
    ...countLine(jobs, view.jobs, words.jobStatus, column, paint),
    ...breakerLines(view.resilience, paint),
  ];
};

type Wait = StatusView['waiting'][number];

const isForPerson = ({ owner }: Wait): boolean => owner === 'person';

const needsYouLines = (
  { task, for: what, since, question }: Wait,
  now: number,
  { status }: Catalogue,
  paint: Paint,
): string[] => [
  paint.yellow(paint.bold(`‖ ${status.needsYou(oneLine(task), age(now - Date.parse(since)))}: ${oneLine(what, 400)}`)),
  paint.dim(
    question === null
      ? `  orchestrator task show ${oneLine(task)}`
      : `  orchestrator task answer ${question} "..."   ${status.approval(`task approve ${question}`)}`,
  ),
];

const waitsLine = ({ task, for: what, since }: Wait, now: number, { status }: Catalogue, paint: Paint): string =>
  paint.dim(`‖ ${status.waits(oneLine(task), age(now - Date.parse(since)))}: ${oneLine(what, 400)}`);

const reworkLine = (
  { task, stage, job, for: what }: StatusView['reworks'][number],
  { status }: Catalogue,
  paint: Paint,
): string => `${paint.cyan('●')} ${status.reworks(oneLine(task), oneLine(stage), job)}: ${oneLine(what, 400)}`;

/** Counted apart: tasks that wait, and not for the reader. */
const ELSEWHERE = 'elsewhere';

const taskCounts = ({ tasks, waiting }: StatusView): Readonly<Record<string, number>> => {
  const elsewhere = waiting.filter((wait) => !isForPerson(wait)).length;
  return { ...tasks, waiting: (tasks.waiting ?? 0) - elsewhere, [ELSEWHERE]: elsewhere };
};

const runLines = (
  run: NonNullable<StatusView['run']>,
  now: number,
  { status, runStatus }: Catalogue,
  paint: Paint,
): string[] => {
  const goal = paint.dim(`· ${oneLine(run.goal, 120)}`);
  if (run.interrupted)
    return [
      `${paint.bold(run.id)} ${paint.yellow(status.interrupted)} ${goal}`,
      paint.dim(`  orchestrator resume ${run.id}`),
    ];
  const when =
    run.endedAt === null
      ? status.running(age(now - Date.parse(run.startedAt)))
      : status.ended(age(now - Date.parse(run.endedAt)));
  return [`${paint.bold(run.id)} ${runStatus[run.status]} ${when} ${goal}`];
};

const countLine = (
  noun: string,
  counts: Readonly<Partial<Record<string, number>>>,
  words: Readonly<Record<string, string>>,
  column: number,
  paint: Paint,
): string[] => {
  const told = Object.entries(counts).flatMap(([status, count]) =>
    count ? [`${count} ${words[status] ?? status}`] : [],
  );
  return told.length === 0 ? [] : [`${paint.dim(noun.padEnd(column))} ${told.join(', ')}`];
};

/** A probe that went well, or was not needed yet, is no news. */
const QUIET: readonly string[] = ['ok', 'not probed'];

const breakerLines = ({ preflight, breakers }: StatusView['resilience'], paint: Paint): string[] => [
  ...(QUIET.includes(preflight) ? [] : [`${paint.dim('preflight')} ${oneLine(preflight, 300)}`]),
  ...Object.entries(breakers).flatMap(([name, state]) =>
    state === 'closed' ? [] : [paint.yellow(`! ${oneLine(name)} is ${oneLine(state, 300)}`)],
  ),
];
