import type { GuardFacts, Judgement } from '../../domain/guarded-command.ts';
import { judge } from '../../guard/judge.ts';
import { parseCommand } from '../../guard/parse-command.ts';
import { pathArguments } from '../../guard/path-arguments.ts';
import type { App } from '../app.ts';
import { listWorktrees, type WorktreeView } from '../worktrees/list-worktrees.ts';
import { guardFacts } from './guard-facts.ts';

type Needs = Pick<App, 'git' | 'store' | 'settings' | 'files' | 'policy'>;

export interface Judged {
  readonly judgement: Judgement;
  /** Null when there is no such worktree. */
  readonly worktree: WorktreeView | null;
  /** The command looks and changes nothing: it is open even in a worktree of no task. */
  readonly looking: boolean;
}

/** Says what the guard says of one command in one worktree, and runs nothing. */
export const judgeCommand = async (app: Needs, worktreeName: string, command: string): Promise<Judged> => {
  const parsed = parseCommand(command);
  if (!parsed.ok) return { judgement: denied(parsed.rule, parsed.reason), worktree: null, looking: false };
  const worktrees = await listWorktrees(app);
  const worktree = worktrees.find((candidate) => candidate.worktree === worktreeName) ?? null;
  if (worktree === null) {
    const known = worktrees.map((candidate) => candidate.worktree).join(', ');
    const reason = `There is no worktree "${worktreeName.slice(0, 80)}"; known: ${known}.`;
    return { judgement: denied('worktree.unknown', reason, parsed.argv), worktree, looking: false };
  }
  const facts = await guardFacts(app, worktree, worktrees, pathArguments(parsed.argv, app.policy));
  const judgement = judge(parsed.argv, app.policy, facts);
  return { judgement, worktree, looking: judgement.decision === 'allow' && isLooking(app, parsed.argv, facts) };
};

/** What is open in a worktree of no task is exactly what changes nothing. */
const isLooking = (app: Needs, argv: readonly string[], facts: GuardFacts): boolean =>
  judge(argv, app.policy, { ...facts, worktree: { ...facts.worktree, kind: 'other' } }).decision === 'allow';

const denied = (rule: string, reason: string, argv: readonly string[] = []): Judgement => ({
  decision: 'deny',
  rule,
  reason,
  argv,
  meaning: { type: 'run' },
});
