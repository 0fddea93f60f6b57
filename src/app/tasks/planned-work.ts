import type { TaskKind } from '../../domain/task.ts';

/** A task as the lead plans it. */
export interface PlannedWork {
  readonly slug: string;
  readonly title: string;
  readonly prompt: string;
  readonly kind: TaskKind;
  /** Slugs of tasks of this plan or of earlier ones of the run. */
  readonly dependsOn: readonly string[];
  readonly pipeline: string | null;
  readonly base: string | null;
}
