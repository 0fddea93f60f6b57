import type { Artifact } from '../../domain/evidence.ts';
import { type Pipeline, stageOf } from '../../domain/pipeline/pipeline.ts';
import type { Task } from '../../domain/task.ts';
import type { Verdict } from '../../domain/verdict/verdict.ts';
import { migrationApproved } from '../../gates/migration-approved.ts';
import type { App } from '../app.ts';
import { commitIdentity } from '../jobs/commit-identity.ts';
import { worktreePath } from '../worktrees/worktree-path.ts';
import { writeInWorktree } from '../worktrees/write-in-worktree.ts';
import { decisionAt } from './decision-at.ts';

/**
 * Writes down in the file that the gate reads what a person has approved by `task approve`: who, when, and which candidate. Where they
 * have committed that file themselves, the candidate is added to it, so that one approval is no approval of the next migration too.
 * Nothing is done where that stands there already, and a crash before or after does no harm.
 * @returns whether something was committed
 */
export const recordApproval = async (
  app: Pick<App, 'git' | 'files' | 'settings' | 'frontmatter' | 'store'>,
  pipeline: Pipeline,
  task: Task,
): Promise<boolean> => {
  const { name: gate, artifact } = migrationApproved;
  const approval = task.verdicts.find((verdict) => verdict.gate === gate && verdict.outcome === 'pass');
  if (artifact === null || task.head === null || approval?.evidence.approvedBy === undefined) return false;
  const present = await decisionAt(app, app.settings.layout.mainPath, task, artifact);
  const isAsked = stageOf(pipeline, task.stage)?.gates.includes(gate) === true && approval.candidate === task.candidate;
  const text = recorded(present, approval, isAsked);
  if (text === null) return false;

  const path = worktreePath(app, task.worktree);
  const { changed, untracked } = await app.git.status(path);
  await writeInWorktree(app, path, artifact, text);
  await app.git.commitAll(path, {
    message: `docs(${task.slug}): what ${approval.evidence.approvedBy} has approved`,
    excluding: [...changed, ...untracked].filter((name) => name !== artifact),
    identity: await commitIdentity(app),
  });
  return true;
};

/** What is to stand in the file; null where that stands there already, and where only a person can mend it. */
const recorded = (file: Artifact, approval: Verdict, isAsked: boolean): string | null => {
  if (file.status === 'unreadable') return null;
  if (file.status === 'missing') return isAsked && file.instead === undefined ? written(approval) : null;
  if (!Object.hasOwn(file.fields, 'candidate')) return bound(file.text, approval);
  return isAsked && file.fields.candidate !== approval.candidate ? written(approval) : null;
};

/** The frontmatter ends with the second line of dashes. */
const bound = (text: string, { candidate }: Verdict): string =>
  text.replace(/(\r?\n)---[ \t]*(?=\r?\n|$)/, (end, line: string) => `${line}candidate: "${candidate}"${end}`);

const written = ({ at, candidate, evidence }: Verdict): string =>
  [
    '---',
    'approved: true',
    `by: ${JSON.stringify(evidence.approvedBy)}`,
    `date: "${new Date(at).toISOString()}"`,
    `candidate: "${candidate}"`,
    '---',
    '',
    'Approved with `task approve`, for this state of the branch.',
    '',
  ].join('\n');
