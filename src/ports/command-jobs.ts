import type { CommandJob } from '../domain/command-job/command-job.ts';
import type { JobStatus } from '../domain/job.ts';

/** What a process asks for when it looks for commands to run. */
export interface CommandClaimOrder {
  /** Id of the orchestrator process; one that is not registered is refused with `state-conflict`. */
  readonly by: string;
  /** The most jobs that may run at once in the whole home, those of agents among them; null: no limit. */
  readonly maxRunning: number | null;
}

/** The jobs with commands of a person's own, as several processes share them. Lists are in the order of insertion. */
export interface CommandJobRows {
  get(id: string): Promise<CommandJob | null>;
  list(): Promise<readonly CommandJob[]>;
  withStatus(status: JobStatus): Promise<readonly CommandJob[]>;
  countByStatus(): Promise<Readonly<Partial<Record<JobStatus, number>>>>;
  /**
   * Takes queued jobs, at most so many and those first that were queued first, and makes them `running`, in one atomic step. One
   * whose checkout another one is at work in stays where it is, and keeps nobody else waiting.
   */
  claim(order: CommandClaimOrder, most: number): Promise<readonly CommandJob[]>;
}
