import { WORK_ITEM } from './work-item.ts';

/**
 * Where a gate's file lies, with `{{task_id}}`: a bare name in the task's own directory, a path with a directory where it says, from
 * the repository's root.
 */
export const reportPath = (workItem: string | null, name: string): string =>
  name.includes('/') ? name : `${workItem ?? WORK_ITEM}/${name}`;
