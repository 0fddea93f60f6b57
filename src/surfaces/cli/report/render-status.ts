import type { StatusView } from '../../../app/look.ts';
import type { Paint } from '../text/paint.ts';
import { oneLine } from '../text/plain-text.ts';
import { age } from '../text/quantities.ts';

/** Waiting is louder than done: what needs the reader comes first, with its age and its answer. */
export const renderStatus = (view: StatusView, now: number, paint: Paint): string[] => [
  ...waitingLines(view, now, paint),
  ...(view.run === null ? ['no run yet; start with: orchestrator "<task>"'] : runLines(view.run, now, paint)),
  ...countLine('tasks', view.tasks, paint),
  ...countLine('jobs', view.jobs, paint),
  ...breakerLines(view.resilience, paint),
];

const waitingLines = ({ waiting }: StatusView, now: number, paint: Paint): string[] =>
  waiting.flatMap(({ task, for: what, since, question }) => [
    paint.yellow(
      paint.bold(`‖ NEEDS YOU ${oneLine(task)} since ${age(now - Date.parse(since))}: ${oneLine(what, 400)}`),
    ),
    paint.dim(
      question === null
        ? `  orchestrator task show ${oneLine(task)}`
        : `  orchestrator task answer ${question} "..."   (an approval: task approve ${question})`,
    ),
  ]);

const runLines = (run: NonNullable<StatusView['run']>, now: number, paint: Paint): string[] => {
  const when =
    run.endedAt === null
      ? `for ${age(now - Date.parse(run.startedAt))}`
      : `ended ${age(now - Date.parse(run.endedAt))} ago`;
  return [`${paint.bold(run.id)} ${run.status} ${when} ${paint.dim(`· ${oneLine(run.goal, 120)}`)}`];
};

const countLine = (noun: string, counts: Readonly<Partial<Record<string, number>>>, paint: Paint): string[] => {
  const words = Object.entries(counts).flatMap(([status, count]) => (count ? [`${count} ${status}`] : []));
  return words.length === 0 ? [] : [`${paint.dim(noun.padEnd(5))} ${words.join(', ')}`];
};

/** A probe that went well, or was not needed yet, is no news. */
const QUIET: readonly string[] = ['ok', 'not probed'];

const breakerLines = ({ preflight, breakers }: StatusView['resilience'], paint: Paint): string[] => [
  ...(QUIET.includes(preflight) ? [] : [`${paint.dim('preflight')} ${oneLine(preflight, 300)}`]),
  ...Object.entries(breakers).flatMap(([name, state]) =>
    state === 'closed' ? [] : [paint.yellow(`! ${oneLine(name)} is ${oneLine(state, 300)}`)],
  ),
];
