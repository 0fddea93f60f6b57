import type { PlanItem } from '../../domain/plan/plan-item.ts';
import type { Run } from '../../domain/run.ts';
import type { App } from '../app.ts';
import { prepareOutput } from './prepare-output.ts';

type Needs = Pick<App, 'files' | 'settings' | 'git'>;

/** Absolute path of the directory that gets the summary and the logs of a plan's run. */
export const outputOf = ({ settings }: Pick<App, 'settings'>, { id, plan }: Run): string =>
  plan?.output ?? `${settings.layout.home}/runs/${id}`;

/** Makes the directories of a plan's output. */
export const makeOutput = async (app: Needs, run: Run): Promise<void> => {
  const directory = outputOf(app, run);
  await app.files.makeDirectory(`${app.settings.layout.home}/runs/${run.id}`);
  if (run.plan?.output != null) await prepareOutput(app, directory);
  await app.files.makeDirectory(`${directory}/logs`);
  await app.files.makeDirectory(`${directory}/docs`);
};

/** Writes the summary: a table, one row a task in the order of the plan, the id first. */
export const writeSummary = async (app: Needs, run: Run, items: readonly PlanItem[]): Promise<void> => {
  const docs = `${outputOf(app, run)}/docs`;
  // A command of the plan may have cleared it away.
  await app.files.makeDirectory(docs);
  await app.files.write(`${docs}/orchestrator-run-summary.md`, summaryOf(run, items));
};

const summaryOf = ({ id, goal, status, summary, startHead }: Run, items: readonly PlanItem[]): string =>
  [
    `# ${cell(goal)}`,
    '',
    `Run ${id}, ${status}${summary === '' ? '' : `: ${cell(summary)}`}. main was at ${startHead.slice(0, 12)}.`,
    '',
    '| task | status | duration | attempts | branch | log | reason |',
    '|---|---|---|---|---|---|---|',
    ...items.map(rowOf),
    '',
  ].join('\n');

const rowOf = ({ id, status, durationMs, attempts, branch, base, reason, startedAt }: PlanItem): string => {
  const log = startedAt === null ? '' : `[log](../logs/${encodeURIComponent(id)}.log)`;
  const took = startedAt === null ? '' : `${(durationMs / 1_000).toFixed(1)}s`;
  return `| ${[id, status, took, String(attempts), base === null ? '' : (branch ?? ''), log, reason ?? ''].map(cell).join(' | ')} |`;
};

/** One line, and nothing that would end the cell. */
const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll(/\s*\n\s*/g, ' ');
