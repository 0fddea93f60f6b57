import { expect, it } from 'vitest';
import { gatherLines } from '../../src/adapters/line-writer.ts';

/** Writes that end only when they are let go. */
const createSlowFiles = () => {
  const writes: { readonly path: string; readonly text: string; readonly end: (error?: Error) => void }[] = [];
  const appendLine = (path: string, text: string): Promise<void> =>
    new Promise((resolve, reject) => {
      writes.push({ path, text, end: (error) => (error === undefined ? resolve() : reject(error)) });
    });
  return { writes, appendLine };
};

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

it('writes together what came while another write was under way, in order and by file', async () => {
  const files = createSlowFiles();
  const lines = gatherLines(files);
  lines.hurry();
  const added = [lines.appendLine('/a', '1')];
  await settled();
  added.push(lines.appendLine('/a', '2'), lines.appendLine('/b', '3'), lines.appendLine('/a', '4'));
  for (let write = 0; write < 3; write += 1) {
    expect(files.writes).toHaveLength(write + 1);
    files.writes[write]?.end();
    await settled();
  }
  await Promise.all(added);
  expect(files.writes.map(({ path, text }) => [path, text])).toEqual([
    ['/a', '1'],
    ['/a', '2\n4'],
    ['/b', '3'],
  ]);
});

it('goes on after a write that failed, which whoever waits for it is told', async () => {
  const files = createSlowFiles();
  const lines = gatherLines(files);
  lines.hurry();
  const first = lines.appendLine('/a', '1');
  await settled();
  const second = lines.appendLine('/a', '2');
  files.writes[0]?.end(new Error('no room'));
  await expect(first).rejects.toThrow('no room');
  await settled();
  files.writes[1]?.end();
  await second;
  expect(files.writes.map(({ text }) => text)).toEqual(['1', '2']);
});

it('rests after a write, and gathers what comes meanwhile until somebody is in a hurry', async () => {
  const files = createSlowFiles();
  const lines = gatherLines(files);
  const first = lines.appendLine('/a', '1');
  await settled();
  files.writes[0]?.end();
  await first;
  const others = ['2', '3', '4'].map((line) => lines.appendLine('/a', line));
  await settled();
  expect(files.writes).toHaveLength(1);
  lines.hurry();
  await settled();
  files.writes[1]?.end();
  await Promise.all(others);
  expect(files.writes.map(({ text }) => text)).toEqual(['1', '2\n3\n4']);
});
