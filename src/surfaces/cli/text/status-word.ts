import type { TaskReport } from '../../../domain/report.ts';
import type { Catalogue } from './catalogue/catalogue.ts';

/** A task's status in words; who is not waited for is not told so. */
export const statusWord = (
  { status, owner }: Pick<TaskReport, 'status' | 'owner'>,
  { taskStatus, taskWaits }: Catalogue,
): string => (status === 'waiting' && owner !== null && owner !== 'person' ? taskWaits : taskStatus[status]);
