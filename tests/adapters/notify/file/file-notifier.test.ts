import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createFiles } from '../../../../src/adapters/files.ts';
import { createFileNotifier } from '../../../../src/adapters/notify/file/file-notifier.ts';
import { createTestHome } from '../../../helpers/store.ts';

const createMessages = async () => {
  const directory = join(await createTestHome(), 'messages');
  const clock = { now: () => Date.UTC(2026, 0, 2), sleep: async () => undefined, every: () => () => undefined };
  return { directory, notifier: createFileNotifier({ directory, files: createFiles(), clock }) };
};

it('a message is one file with one line of JSON, once a key (INV-7)', async () => {
  const { directory, notifier } = await createMessages();
  const text = 'T-1 "Greet"\n<b>⛔</b> Blocked\u0007';
  await notifier.notify({ text, key: '00000012-blocked' });
  await notifier.notify({ text: 'told again', key: '00000012-blocked' });
  expect(readdirSync(directory)).toEqual(['00000012-blocked.json']);
  const line = readFileSync(join(directory, '00000012-blocked.json'), 'utf8');
  expect(line.split('\n')).toHaveLength(2);
  expect(JSON.parse(line)).toEqual({ at: '2026-01-02T00:00:00.000Z', key: '00000012-blocked', text });
});

it('a key that would lead elsewhere is refused', async () => {
  const { notifier } = await createMessages();
  await expect(notifier.notify({ text: 'x', key: '../x' })).rejects.toThrow('no key of a message');
});

it('a document lies beside its message under a name of the folder, and the message names it (KB-34)', async () => {
  const { directory, notifier } = await createMessages();
  await notifier.notify({ text: 'done', key: '7-ready', document: { name: '../ORCH RUN.md', text: '# Runs\n' } });
  const [document = '', message = ''] = readdirSync(directory).sort();
  expect(JSON.parse(readFileSync(join(directory, message), 'utf8'))).toMatchObject({ text: 'done', document });
  expect(document).toBe('7-ready...-ORCH-RUN.md');
  expect(readFileSync(join(directory, document), 'utf8')).toBe('# Runs\n');
});
