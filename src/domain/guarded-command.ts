/** What the guard may answer. Deny wins over ask, ask over allow; what no rule names is denied (INV-6). */
export type GuardDecision = 'allow' | 'ask' | 'deny';

/**
 * What an allowed command means to the orchestrator. Most commands simply run; those that would make or remove a
 * worktree, move main or start a coding agent are carried out by the harness itself, under its own rules.
 */
export type CommandMeaning =
  | { readonly type: 'run' }
  | {
      readonly type: 'create-worktree';
      readonly worktree: string;
      readonly branch: string | null;
      readonly base: string | null;
    }
  | { readonly type: 'remove-worktree'; readonly worktree: string }
  | { readonly type: 'merge-task'; readonly branch: string; readonly message: string | null }
  | { readonly type: 'run-agent'; readonly cli: string };

/** The guard's answer for one command. `argv` holds the words as they were written, empty when the line could not be parsed. */
export interface Judgement {
  readonly decision: GuardDecision;
  /** A stable name of the rule that decided, e.g. `git.push` or `parse.operator`. */
  readonly rule: string;
  /** Why, in one sentence that tells the reader what to do instead where there is something. */
  readonly reason: string;
  readonly argv: readonly string[];
  readonly meaning: CommandMeaning;
}

export type WorktreeKind = 'main' | 'task' | 'other';

/** Where a path argument really leads, after resolving links. */
export type PathPlace = 'worktree' | 'git-dir' | 'other-worktree' | 'outside';

/** What the guard knows about the world; `app` collects it, the guard itself reads nothing. */
export interface GuardFacts {
  readonly worktree: {
    readonly name: string;
    readonly kind: WorktreeKind;
    /** Something lies in it that is somebody's work and that no commit holds (INV-9). */
    readonly uncommitted: boolean;
  };
  /** The branch that the role `main` has checked out, e.g. `main` or `master`. */
  readonly mainBranch: string;
  /** Branches that belong to tasks, besides every `task/<slug>`. */
  readonly taskBranches: readonly string[];
  /** Names of all worktrees that exist, `main` included. */
  readonly worktrees: readonly string[];
  /** For each path argument (as `pathArguments` names them) where it leads. A path that is missing here is outside. */
  readonly paths: Readonly<Record<string, PathPlace>>;
  /** For each of them the name of the file that it leads to, which a link may hide. */
  readonly names: Readonly<Record<string, string>>;
  /** Names of `package.json` scripts in the worktree, for `npm run <script>` and the like. */
  readonly scripts: readonly string[];
  /** The task's own permissions, e.g. dependency changes asked for by the person. */
  readonly permissions: { readonly dependencyChanges: boolean };
}
