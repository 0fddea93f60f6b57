import { isDone, type PlanItem } from '../../domain/plan/plan-item.ts';

/**
 * The tasks of a plan as a further run of it finds them: what ended well and is still wanted in the same way stays as it is; what was
 * running runs once more, which is no attempt; everything else starts anew. A worktree that was made for the same work is kept.
 * @param wanted the tasks as the plan has them now, none begun
 * @param stored the same tasks as the earlier run left them, by id
 */
export const continueItems = (
  wanted: readonly PlanItem[],
  stored: ReadonlyMap<string, PlanItem>,
): readonly PlanItem[] =>
  wanted.map((item) => {
    const earlier = stored.get(item.id);
    if (earlier === undefined || earlier.digest !== item.digest) return item;
    const { position, dependsOn } = item;
    if (isDone(earlier)) return { ...earlier, position, dependsOn };
    const { branch, worktree, base, head, task, startedAt, durationMs } = earlier;
    const place = base === null ? {} : { branch, worktree, base };
    if (earlier.status === 'failed' || earlier.status === 'skipped') return { ...item, ...place, task };
    // Its command may have done its work when the run was cut off: `head` is where it left its branch then.
    const cutOff = { ...item, ...place, task, head };
    if (earlier.status !== 'running') return cutOff;
    return { ...cutOff, startedAt, durationMs, attempts: Math.max(0, earlier.attempts - 1) };
  });
