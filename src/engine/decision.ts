import type { Task } from '../domain/task.ts';
import type { EngineCommand } from '../domain/task-event.ts';

/** The engine's answer to an event: the new state with what is to be done, or a refusal that changes nothing. */
export type Decision =
  | { readonly accepted: true; readonly task: Task; readonly commands: readonly EngineCommand[] }
  | { readonly accepted: false; readonly reason: string };

export const accept = (task: Task, ...commands: readonly EngineCommand[]): Decision => ({
  accepted: true,
  task,
  commands,
});

export const refuse = (reason: string): Decision => ({ accepted: false, reason });
