import type { StatusView } from '../../../app/home/look.ts';
import type { Catalogue } from '../text/catalogue/catalogue.ts';
import type { Paint } from '../text/paint.ts';
import { oneLine } from '../text/plain-text.ts';
import { age } from '../text/quantities.ts';

/** Waiting is louder than done: what needs the reader comes first, with its age and its answer. */
export const renderStatus = (view: StatusView, now: number, words: Catalogue, paint: Paint): string[] => {
  const { tasks, jobs } = words.status;
  const column = Math.max(tasks.length, jobs.length);
  return [
    ...waitingLines(view, now, words, paint),
    ...(view.run === null ? [words.hints.noRun] : runLines(view.run, now, words, paint)),
    ...countLine(tasks, view.tasks, words.taskStatus, column, paint),
    ...countLine(jobs, view.jobs, words.jobStatus, column, paint),
    ...breakerLines(view.resilience, paint),
  ];
};

const waitingLines = ({ waiting }: StatusView, now: number, { status }: Catalogue, paint: Paint): string[] =>
  waiting.flatMap(({ task, for: what, since, question }) => [
    paint.yellow(
      paint.bold(`‖ ${status.needsYou(oneLine(task), age(now - Date.parse(since)))}: ${oneLine(what, 400)}`),
    ),
    paint.dim(
      question === null
        ? `  orchestrator task show ${oneLine(task)}`
        : `  orchestrator task answer ${question} "..."   ${status.approval(`task approve ${question}`)}`,
    ),
  ]);

const runLines = (
  run: NonNullable<StatusView['run']>,
  now: number,
  { status, runStatus }: Catalogue,
  paint: Paint,
): string[] => {
  const when =
    run.endedAt === null
      ? status.running(age(now - Date.parse(run.startedAt)))
      : status.ended(age(now - Date.parse(run.endedAt)));
  return [`${paint.bold(run.id)} ${runStatus[run.status]} ${when} ${paint.dim(`· ${oneLine(run.goal, 120)}`)}`];
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
