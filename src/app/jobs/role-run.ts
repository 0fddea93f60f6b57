import type { Task } from '../../domain/task.ts';
import type { AgentRole } from '../../ports/prompts.ts';

/** One run of a role agent in its task's worktree. */
export interface RoleRun {
  readonly job: string;
  readonly task: Pick<Task, 'id' | 'slug' | 'branch' | 'worktree'>;
  /** Absolute path of the worktree. */
  readonly path: string;
  readonly role: Pick<AgentRole, 'role' | 'writes' | 'narrowedTo'>;
  /** Paths that are for another role alone, whatever this one may write: the records of its pipeline that are not its own. */
  readonly closed: readonly string[];
  /** The head of the task's branch before the run. */
  readonly from: string;
}
