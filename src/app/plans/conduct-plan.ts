import type { PlanItem } from '../../domain/plan/plan-item.ts';
import { performItem } from './perform-item.ts';
import { createBooks, type Ended } from './plan-books.ts';
import { INTERRUPTED, type PlanHands } from './plan-hands.ts';

/**
 * Works through the tasks of a plan, as many at once as the limits allow. Each turn records all that has ended since the last one,
 * together with what starts now, in one transaction: nothing starts before what it depends on is recorded, and many short tasks share
 * one write to the disk (INV-7).
 * @param items every task as it stands at the beginning, by id; kept up to date
 * @param onTrouble called with what must end the run; whatever runs is to be stopped then
 */
export const conductPlan = async (
  hands: PlanHands,
  items: Map<string, PlanItem>,
  onTrouble: (error: unknown) => void,
): Promise<void> => {
  const { app, scope } = hands;
  const books = createBooks(hands, items);
  const ended: Ended[] = [];
  let running = 0;
  let wake = (): void => undefined;

  const launch = async (id: string): Promise<void> => {
    const startedAt = app.clock.now();
    try {
      const execution = await performItem(hands, books.taskOf(id), books.itemOf(id));
      ended.push({ id, execution, tookMs: app.clock.now() - startedAt });
    } catch (error) {
      // What ends the run is not the task's fault: it starts anew with the next one.
      ended.push({ id, execution: INTERRUPTED, tookMs: 0 });
      onTrouble(error);
    }
    running -= 1;
    wake();
  };

  for (;;) {
    const former = new Map<string, PlanItem>();
    const changed = new Map<string, PlanItem>();
    const record = (item: PlanItem): void => {
      if (!former.has(item.id)) former.set(item.id, books.itemOf(item.id));
      items.set(item.id, item);
      changed.set(item.id, item);
    };
    for (const one of ended.splice(0)) books.settle(one, record);
    const starts: string[] = [];
    while (running + starts.length < app.settings.limits.maxWorkers && !scope.signal.aborted) {
      const id = books.schedule.next();
      if (id === null) break;
      record(books.begin(id));
      starts.push(id);
    }
    if (changed.size > 0) {
      if (await isCommitted(hands, changed, onTrouble)) {
        for (const item of changed.values()) books.tell(item);
        running += starts.length;
        for (const id of starts) void launch(id);
      } else {
        // What the next run will find is what report and summary tell.
        for (const item of former.values()) items.set(item.id, item);
      }
    }
    if (running === 0 && ended.length === 0) return;
    if (ended.length > 0) continue;
    const { promise: woken, resolve } = Promise.withResolvers<void>();
    wake = resolve;
    await woken;
  }
};

/** What cannot be recorded is the run's end; what runs is waited for all the same. */
const isCommitted = async (
  { app }: PlanHands,
  changed: ReadonlyMap<string, PlanItem>,
  onTrouble: (error: unknown) => void,
): Promise<boolean> => {
  try {
    // Work that a power failure takes out of the books is done again; what merges rest on is committed by the merge itself.
    await app.store.commitLightly([{ type: 'save-plan-items', items: [...changed.values()] }]);
    return true;
  } catch (error) {
    onTrouble(error);
    return false;
  }
};
