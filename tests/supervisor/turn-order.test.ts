import { expect, it } from 'vitest';
import type { CallOrder } from '../../src/app/lead/lead-tool.ts';
import { orderOfCommand } from '../../src/app/lead/order-of-command.ts';
import { createTurnOrder } from '../../src/supervisor/turn-order.ts';

const signal = new AbortController().signal;

/** Runs calls whose starts and ends are noted; each lasts as many ticks as its place from the end. */
const play = async (orders: Readonly<Record<string, CallOrder>>, started: readonly string[] = Object.keys(orders)) => {
  const names = Object.keys(orders);
  const order = createTurnOrder();
  const log: string[] = [];
  order.announce(names);
  await Promise.all(
    started.map((name) =>
      order.run(name, orders[name] ?? [], signal, async () => {
        log.push(`+${name}`);
        for (let ticks = names.length - names.indexOf(name); ticks > 0; ticks -= 1) await new Promise(setImmediate);
        log.push(`-${name}`);
      }),
    ),
  );
  return log.join(' ');
};

it('INV-15: runs calls on one worktree in the order given', async () => {
  expect(await play({ a: ['task-x'], b: ['task-x'], c: ['task-x'] })).toBe('+a -a +b -b +c -c');
});

it('INV-15: keeps the order even when the calls are started in another', async () => {
  expect(await play({ a: ['task-x'], b: ['task-x'] }, ['b', 'a'])).toBe('+a -a +b -b');
});

it('runs calls on different worktrees at the same time', async () => {
  expect(await play({ a: ['task-x'], b: ['task-y'] })).toBe('+a +b -b -a');
});

it('lets nothing overtake a call that touches everything', async () => {
  expect(await play({ a: ['task-x'], b: ['task-y'], all: 'everything', c: ['task-x'] })).toBe(
    '+a +b -b -a +all -all +c -c',
  );
});

it('goes on after a call that failed', async () => {
  const order = createTurnOrder();
  order.announce(['a', 'b']);
  const failing = order.run('a', ['x'], signal, () => Promise.reject(new Error('no')));
  const next = order.run('b', ['x'], signal, async () => 'done');
  await expect(failing).rejects.toThrow('no');
  expect(await next).toBe('done');
});

it('waits for no call that is never started once the run is stopped', async () => {
  const order = createTurnOrder();
  order.announce(['never', 'b']);
  const stop = new AbortController();
  const waiting = order.run('b', [], stop.signal, async () => 'done');
  stop.abort();
  expect(await waiting).toBe('done');
});

it.each([
  ['main', 'git branch -d task/x'],
  ['main', 'git branch -d odd-name'],
  ['main', 'git log task/x'],
  ['task-y', 'git diff task/x'],
  ['main', 'git show task/x:README.md'],
])(
  'INV-15: what in %s runs "%s" overtakes no call on that task, and the other way round',
  async (worktree, command) => {
    const order = orderOfCommand(worktree, command);
    expect(await play({ remove: ['task-x'], command: order })).toBe('+remove -remove +command -command');
    expect(await play({ command: order, remove: ['task-x'] })).toBe('+command -command +remove -remove');
    // The harm: ordered by its own worktree alone it starts before the removal has ended.
    expect(await play({ remove: ['task-x'], command: [worktree] })).toBe('+remove +command -command -remove');
  },
);

it('leaves what only speaks of a task to run beside it', () => {
  expect(orderOfCommand('task-y', 'codex exec "leave task/x alone"')).toEqual(['task-y']);
  expect(orderOfCommand('main', 'git status')).toEqual(['main']);
});
