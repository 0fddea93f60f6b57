/** Makes three changes to `task-1`, in one commit or in one each, and kills itself without a word before the change number `gap`. */
import { openStore } from '../../../../src/adapters/sqlite/open.ts';
import type { Change } from '../../../../src/ports/store.ts';

const [file = '', gap = '', commits = ''] = process.argv.slice(2);
const store = await openStore({ file });
const task = await store.tasks.get('task-1');
if (task === null) throw new Error('task-1 is not stored');
const run = task.run;

const die: Change = {
  get type(): 'append-command' {
    process.kill(process.pid, 'SIGKILL');
    return 'append-command';
  },
  get command(): never {
    throw new Error('still alive');
  },
};

const changes: Change[] = [
  { type: 'save-task', task: { ...task, attempts: { developer: 1 } } },
  { type: 'append-journal', entry: { run, task: task.id, type: 'step', data: { step: 1 }, at: 1 } },
  { type: 'append-lead-items', run, lead: 1, items: ['{"step":1}'] },
];
changes.splice(Number(gap), 0, die);
if (commits === 'one') await store.commit(changes);
else for (const change of changes) await store.commit([change]);
