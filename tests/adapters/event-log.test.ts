import { appendFileSync, existsSync, readFileSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createEventLog } from '../../src/adapters/event-log.ts';
import { createFiles } from '../../src/adapters/files.ts';
import { gatherLines } from '../../src/adapters/line-writer.ts';
import type { ProgressEvent } from '../../src/ports/progress.ts';
import { createTestHome } from '../helpers/store.ts';

const notice = (text: string): ProgressEvent => ({ type: 'notice', level: 'warning', text });

const openLog = (file: string | null) => {
  const told: ProgressEvent[] = [];
  const logged: string[] = [];
  const ignore = (): void => undefined;
  const log = createEventLog({
    ...{ file, files: gatherLines(createFiles()), now: () => Date.UTC(2026, 0, 31) },
    redact: (text) => text.replaceAll('s3cret', '***'),
  });
  return {
    told,
    logged,
    progress: log.watching({ emit: (event) => void told.push(event) }),
    log: log.besides({ debug: ignore, info: ignore, warn: (_, text) => void logged.push(text), error: ignore }),
    flush: log.flush,
  };
};

const linesOf = (file: string): readonly unknown[] =>
  readFileSync(file, 'utf8')
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as unknown);

it('every line has time, event and task, and no secret (YA-20, INV-12)', async () => {
  const file = join(await createTestHome(), 'logs/framework-run.jsonl');
  const { progress, log, told, logged, flush } = openLog(file);
  progress.emit({ type: 'merged', task: 'T-1', commit: 'c' });
  progress.emit(notice('the token is s3cret'));
  progress.emit({ type: 'job-activity', job: 'J-1', task: 'T-1', text: 'reads a file', usage: null });
  log.warn({ err: new Error('no room'), task: 'T-2' }, 'a beat was missed');
  await flush();

  const time = '2026-01-31T00:00:00.000Z';
  expect(linesOf(file)).toEqual([
    { time, event: 'merged', task: 'T-1', run: null, commit: 'c' },
    { time, event: 'notice', task: null, run: null, level: 'warning', text: 'the token is ***' },
    { time, event: 'warning', task: 'T-2', run: null, error: 'Error: no room', text: 'a beat was missed' },
  ]);
  expect(told.map(({ type }) => type)).toEqual(['merged', 'notice', 'job-activity']);
  expect(logged).toEqual(['a beat was missed']);
});

it.each([
  ['a line without an end', '{"time":"2026","event":"mer'],
  ['a whole line without an end', '{"time":"2026","event":"merged","task":null}'],
  ['another process after it', '{"time":"2026","ev{"time":"2026","event":"merged","task":null}\n'],
])('INV-7: what a kill cut off is taken out by the next start: %s (YA-20)', async (_, torn) => {
  const file = join(await createTestHome(), 'logs/framework-run.jsonl');
  const first = openLog(file);
  first.progress.emit(notice('before'));
  await first.flush();
  appendFileSync(file, torn);

  const next = openLog(file);
  next.progress.emit(notice('after'));
  await next.flush();
  const texts = linesOf(file).flatMap((line) => (line as { text?: string }).text ?? []);
  expect(texts).toEqual(['before', 'after']);
});

it('a log that has grown large is put aside, and a new one begun', async () => {
  const file = join(await createTestHome(), 'logs/framework-run.jsonl');
  const first = openLog(file);
  first.progress.emit(notice('before'));
  await first.flush();
  truncateSync(file, 65 * 1024 * 1024);

  const next = openLog(file);
  next.progress.emit(notice('after'));
  await next.flush();
  expect(linesOf(file)).toMatchObject([{ text: 'after' }]);
  expect(existsSync(`${file}.1`)).toBe(true);
});

it('INV-11: a dry run writes none', async () => {
  const home = await createTestHome();
  const { progress, flush, told } = openLog(null);
  progress.emit(notice('nothing'));
  await flush();
  expect(told).toHaveLength(1);
  expect(existsSync(join(home, 'logs'))).toBe(false);
});
