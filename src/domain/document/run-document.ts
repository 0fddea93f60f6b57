import type { TaskInputs } from '../task-inputs.ts';
import { completeFence } from '../text/markdown-fence.ts';
import { onOneLine } from '../text/printable.ts';
import { nameDefects } from '../verification/describe-verification.ts';
import type { VerificationRecord } from '../verification/verification.ts';

/** What `ORCH_RUN.md` tells of one task (KB-13). Times are milliseconds since the epoch. */
export interface RunFacts {
  readonly run: string;
  readonly task: { readonly id: string; readonly title: string; readonly prompt: string; readonly branch: string };
  readonly inputs: TaskInputs & { readonly cwd: string; readonly targetDir: string; readonly goal: string };
  readonly startedAt: number;
  /** Null while it is under way. */
  readonly finishedAt: number | null;
  /** How it stands, in a few words. */
  readonly outcome: string;
  /** The runs of agents that have begun, in order. */
  readonly iterations: readonly RunIteration[];
  /** What the executor was sent when it began, word for word; null before that. */
  readonly prompt: { readonly job: string; readonly role: string; readonly text: string } | null;
  /** Why each optional stage was entered or left out. */
  readonly choices: readonly { readonly stage: string; readonly entered: boolean; readonly reason: string }[];
  readonly checks: readonly { readonly command: string; readonly exitCode: number | null }[];
  readonly verifications: readonly VerificationRecord[];
  /** What its readers can open, by name. */
  readonly links: readonly { readonly name: string; readonly target: string }[];
}

/** One run of an agent. */
export interface RunIteration {
  readonly job: string;
  readonly role: string;
  readonly status: string;
  readonly startedAt: number;
  readonly endedAt: number | null;
  readonly exitCode: number | null;
  /** The exact command; null where it was not recorded. */
  readonly command: string | null;
}

/** The section of one task. What was asked stands in it word for word. */
export const runSection = (facts: RunFacts): string => {
  const { run, task, inputs, startedAt, finishedAt, outcome } = facts;
  return [
    `## ${task.id} ${task.title} (${run})`,
    '',
    `- Started: ${iso(startedAt)}`,
    `- Finished: ${finishedAt === null ? 'not yet' : iso(finishedAt)}`,
    `- Outcome: ${onOneLine(outcome)}`,
    `- Goal: ${inputs.goal}`,
    `- Working directory: \`${inputs.cwd}\``,
    `- Target directory: \`${inputs.targetDir}\``,
    `- URL: ${inputs.url ?? 'none: it has no page of its own'}`,
    `- Branch: \`${task.branch}\``,
    `- Jobs: ${facts.iterations.map(({ job }) => job).join(', ') || 'none yet'}`,
    `- Iterations: ${facts.iterations.length}`,
    `- Stop condition: ${inputs.stopCondition}`,
    ...list('Definition of done', inputs.dod),
    ...['', '### Request', '', completeFence(task.prompt)],
    ...list('Stages', facts.choices.map(choiceLine)),
    ...list('Commands', [...facts.iterations.map(commandLine), ...facts.checks.map(checkLine)]),
    ...list('Servers', facts.verifications.map(serverLine)),
    ...list(
      'Links',
      facts.links.map(({ name, target }) => `[${name}](${target})`),
    ),
    ...promptLines(facts.prompt),
    '',
  ].join('\n');
};

const iso = (ms: number): string => new Date(ms).toISOString();

const list = (title: string, items: readonly string[]): readonly string[] =>
  items.length === 0 ? [] : ['', `### ${title}`, '', ...items.map((item) => `- ${onOneLine(item)}`)];

/** As the journal is read aloud: `research: skipped (the request names nothing to find out)`. */
const choiceLine = ({ stage, entered, reason }: RunFacts['choices'][number]): string =>
  `${stage}: ${entered ? 'entered' : 'skipped'} (${reason})`;

const commandLine = ({ job, role, status, startedAt, endedAt, exitCode, command }: RunIteration): string => {
  const times = `${iso(startedAt)} to ${endedAt === null ? 'now' : iso(endedAt)}`;
  const how = `${status}${exitCode === null ? '' : `, exit code ${exitCode}`}`;
  return `${job} ${role}: ${command === null ? 'not recorded' : `\`${command}\``} (${how}; ${times})`;
};

const checkLine = ({ command, exitCode }: RunFacts['checks'][number]): string =>
  `check: \`${command}\` (exit code ${exitCode ?? 'none'})`;

const serverLine = ({ pid, log, stopCommand, url, ...seen }: VerificationRecord): string =>
  `${url}: PID ${pid ?? 'none'}, log \`${log}\`, ${stopCommand === null ? 'not started' : `stopped with \`${stopCommand}\``}; ${foundIn(seen)}`;

const foundIn = ({ findings, endedAt, steps }: Pick<VerificationRecord, 'findings' | 'endedAt' | 'steps'>): string => {
  if (endedAt === null || (findings.length === 0 && steps.done < steps.total)) return 'not looked at to the end';
  if (findings.length === 0) return 'no defect';
  return `${findings.length} ${findings.length === 1 ? 'defect' : 'defects'}: ${nameDefects(findings)}`;
};

/** Folded away: it is as long as all the rest. */
const promptLines = (prompt: RunFacts['prompt']): readonly string[] =>
  prompt === null
    ? []
    : [
        ...['', '### Prompt', '', '<details>'],
        `<summary>What the ${prompt.role} was sent for ${prompt.job}, word for word</summary>`,
        ...['', completeFence(prompt.text), '', '</details>'],
      ];
