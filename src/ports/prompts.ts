import type { WorkerKind } from '../domain/settings.ts';
import type { Task } from '../domain/task.ts';
import type { WorkerAccess } from '../domain/worker/access.ts';
import type { Material } from '../domain/worker/material.ts';
import type { Skill } from '../domain/worker/skill.ts';

/** A role that agents work in, as its file under `.openclaw/agents/` says. */
export interface AgentRole {
  readonly role: string;
  /** What it is for, one line. */
  readonly description: string;
  /** The widest access that it needs; the person's setting may narrow it. */
  readonly access: WorkerAccess;
  /** Globs of what it may write in the worktree, with `{{task_id}}` and `!` for exceptions; null: no limit of its own. */
  readonly writes: readonly string[] | null;
  /** Globs of a target repository that a path has to be inside of as well; null: it says nothing. */
  readonly narrowedTo: readonly string[] | null;
  /** The kind of worker that does its work; null: the one that the settings name. */
  readonly worker: WorkerKind | null;
  /** Where no setting names a model; null: the worker's own. */
  readonly model: string | null;
  /** Where no setting names an effort; null: the role's standard. */
  readonly effort: string | null;
  /** Whether its commands may reach the network, for workers that have a sandbox. */
  readonly network: 'none' | 'allow';
  /** Its deadline where no setting names one, in milliseconds. */
  readonly timeoutMs: number | null;
  /** Names of the guides of the target repository that it follows. */
  readonly skills: readonly string[];
}

/** All that a role agent is told about one job. */
export interface TaskPrompt {
  readonly role: string;
  /** The stage that it works in; null where the job belongs to none. */
  readonly stage: string | null;
  /** Paths in the worktree that it has to write in this stage. */
  readonly artifacts: readonly string[];
  /** The commit that the task's branch started from. */
  readonly baseCommit: string;
  /** The head of the task's branch as the job begins; empty where nobody knows it. */
  readonly headCommit?: string;
  /** Who commits what the role makes; the harness where it is left out. */
  readonly commit?: 'harness' | 'worker';
  /** What it is told of its end and of what it leaves behind; nothing where it is left out. */
  readonly brief?: string;
  /** Absolute path of the orchestrator's own event log, for the role that looks at its faults. */
  readonly eventLog: string;
  readonly task: Pick<Task, 'id' | 'slug' | 'title' | 'prompt' | 'kind' | 'branch'>;
  /** What the lead or the engine adds for this job; stands word for word in the result. */
  readonly instructions: string;
  /** What earlier rounds found, oldest first; each stands word for word in the result. */
  readonly feedback: readonly string[];
  /** Files from outside that lie in its worktree; none where it is left out. */
  readonly materials?: readonly Material[];
  /** Guides of the repository that it follows, with those that are missing; none where it is left out. */
  readonly skills?: readonly Skill[];
  /** The checks that the harness runs afterwards, as command lines; empty when the person said that there are none. */
  readonly checks: readonly string[];
  /** Absolute path of the task's worktree. */
  readonly worktree: string;
}

/** The texts that models are given. Every method rejects with `prompt-invalid`, naming the file and line. */
export interface Prompts {
  /** Rejects for an unknown role with the list of the known ones. */
  agent(role: string): Promise<AgentRole>;
  /** A guide of the target repository by its name, as main has it. */
  skill(name: string): Promise<Skill>;
  /** Rejects when goal, constraints, checks or definition of done would be empty, and for a prompt that nobody could read. */
  renderTask(prompt: TaskPrompt): Promise<string>;
  /** The tech lead's instructions, `prompts/lead.md`, with exactly the variables that the file declares. */
  lead(variables: Readonly<Record<string, string>>): Promise<string>;
  /** The first thing that a fresh lead is told when it takes over, `prompts/hand-over.md`. */
  handOver(variables: Readonly<Record<string, string>>): Promise<string>;
}
