/** Commits one step of `task-1` after another, task and journal together, and prints the number of each step once it is committed. */
import { openStore } from '../../../../src/adapters/sqlite/open.ts';

const [file = ''] = process.argv.slice(2);
const store = await openStore({ file });
for (;;) {
  const task = await store.tasks.get('task-1');
  if (task === null) throw new Error('task-1 is not stored');
  const step = (task.attempts.developer ?? 0) + 1;
  await store.commit([
    { type: 'save-task', task: { ...task, attempts: { developer: step } } },
    { type: 'append-journal', entry: { run: task.run, task: task.id, type: 'step', data: { step }, at: step } },
    { type: 'append-lead-items', run: task.run, lead: 1, items: [JSON.stringify({ step })] },
  ]);
  process.stdout.write(`${step}\n`);
}
