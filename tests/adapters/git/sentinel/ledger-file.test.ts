import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { LedgerEvent } from '../../../../src/adapters/git/sentinel/ledger-event.ts';
import { createLedgerFile } from '../../../../src/adapters/git/sentinel/ledger-file.ts';

const NAME = 'ledger.jsonl';

function createDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), 'ledger-file-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  return join(directory, 'ledgers');
}

const joined = (id: string): LedgerEvent => ({ by: { id, pid: 1, startTime: '1' }, type: 'joined' });

test('a reader goes on where it stopped, with what others appended', () => {
  const directory = createDirectory();
  const [one, other] = [createLedgerFile(directory, NAME), createLedgerFile(directory, NAME)];
  expect(one.read(), 'nobody has said anything').toEqual([]);
  one.append(joined('a'));
  expect(other.read()).toEqual([joined('a')]);
  one.append(joined('b'));
  expect(other.read()).toEqual([joined('b')]);
  expect(other.read()).toEqual([]);
  expect(other.readAll()).toEqual([joined('a'), joined('b')]);
});

test('a line that is still being written is left for the next time, and one that was cut off swallows nothing', () => {
  const directory = createDirectory();
  const file = createLedgerFile(directory, NAME);
  file.append(joined('a'));
  const path = join(directory, NAME);
  const line = `${JSON.stringify(joined('b'))}\n`;
  appendFileSync(path, line.slice(0, 9));
  expect(file.read()).toEqual([joined('a')]);
  appendFileSync(path, line.slice(9));
  expect(file.read()).toEqual([joined('b')]);
  appendFileSync(path, line.slice(0, 9));
  file.append(joined('c'));
  expect(file.read()).toEqual([joined('c')]);
});

test('who begins anew has read its own first line, and the others begin with it', () => {
  const directory = createDirectory();
  const [one, other] = [createLedgerFile(directory, NAME), createLedgerFile(directory, NAME)];
  for (const id of ['a', 'b']) one.append(joined(id));
  expect(other.read()).toHaveLength(2);
  one.beginAnew(joined('c'));
  expect(one.read()).toEqual([]);
  expect(other.read()).toEqual([joined('c')]);
  expect(readFileSync(join(directory, NAME), 'utf8')).toBe(`\n${JSON.stringify(joined('c'))}\n`);
});

test('a place that cannot be written to says what to do', () => {
  const directory = createDirectory();
  writeFileSync(directory, 'no directory');
  expect(() => createLedgerFile(directory, NAME).append(joined('a'))).toThrow(
    expect.objectContaining({ code: 'home-invalid' }),
  );
});
