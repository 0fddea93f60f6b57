/** The statuses of a work item that a tracker shows, as logical keys: each tracker has its own names or ids for them. */
export const BOARD_STATUSES = [
  'backlog',
  'todo',
  'in_progress',
  'architecture',
  'development',
  'review',
  'testing',
  'needs_input',
  'in_review',
  'approved',
  'rejected',
  'blocked',
  'done',
  'cancelled',
] as const;
export type BoardStatus = (typeof BOARD_STATUSES)[number];

/** The status that shows a stage; null for a stage that no board knows, whose item keeps the status it has. */
export const statusOfStage = (stage: string): BoardStatus | null => STAGES.get(stage) ?? null;

const STAGES: ReadonlyMap<string, BoardStatus> = new Map([
  ['created', 'todo'],
  ['analysis', 'in_progress'],
  ['architecture', 'architecture'],
  ['development', 'development'],
  ['review', 'review'],
  ['testing', 'testing'],
  ['research', 'in_progress'],
  ['execute', 'development'],
  ['tests', 'testing'],
  ['fix', 'development'],
  ['report', 'in_progress'],
  ['deploy-staging', 'in_progress'],
  ['deploy', 'in_progress'],
  ['done', 'done'],
]);

/** The key that a person's spelling means: `In Progress`, `in-progress` and `in_progress` are one; null for any other word. */
export const boardStatusOf = (written: string): BoardStatus | null => {
  const key = written
    .trim()
    .toLowerCase()
    .replaceAll(/[\s-]+/g, '_');
  return BOARD_STATUSES.find((status) => status === key) ?? null;
};
