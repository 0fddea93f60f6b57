import { EventEmitter } from 'node:events';
import { describe, expect, it } from 'vitest';
import { watchInterrupts } from '../../../src/surfaces/cli/interrupts.ts';

const createWatch = () => {
  const source = new EventEmitter();
  const events: string[] = [];
  const interrupts = watchInterrupts({
    source,
    farewell: () => 'stopping',
    say: (text) => void events.push(text),
    exit: (code) => void events.push(`exit ${code}`),
  });
  interrupts.signal.addEventListener('abort', () => void events.push('abort'));
  return { source, events, interrupts };
};

describe('interrupts', () => {
  it('speak first, then stop; the third Ctrl-C leaves at once', () => {
    const { source, events } = createWatch();
    source.emit('SIGINT');
    expect(events).toEqual(['stopping', 'abort']);
    source.emit('SIGINT');
    expect(events.at(-1)).toMatch(/^already stopping/);
    source.emit('SIGINT');
    expect(events.at(-1)).toBe('exit 130');
  });

  it.each(['SIGTERM', 'SIGHUP'])('by %s are like the first Ctrl-C, however often it comes', (signal) => {
    const { source, events } = createWatch();
    for (const _ of [1, 2, 3, 4]) source.emit(signal);
    expect(events).toEqual(['stopping', 'abort']);
  });

  it('leave both further presses to a person after SIGTERM', () => {
    const { source, events } = createWatch();
    source.emit('SIGTERM');
    source.emit('SIGINT');
    expect(events.at(-1)).toMatch(/^already stopping/);
    source.emit('SIGINT');
    expect(events.at(-1)).toBe('exit 130');
  });

  it('abort with an error that ends the program with 130', () => {
    const { source, interrupts } = createWatch();
    source.emit('SIGINT');
    expect(interrupts.signal.reason).toMatchObject({ code: 'interrupted', exitCode: 130 });
  });

  it('give the signals back', () => {
    const { source, interrupts } = createWatch();
    interrupts.release();
    expect(source.eventNames()).toEqual([]);
  });
});
