import { mkdirSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createFiles } from '../../../../src/adapters/files.ts';
import { createFrontmatter } from '../../../../src/adapters/frontmatter/create-frontmatter.ts';
import { createFileTracker } from '../../../../src/adapters/trackers/file/file-tracker.ts';
import { createTestHome } from '../../../helpers/store.ts';

const ITEM = { id: 'SHOP-7', title: 'Say "hello": twice', description: 'Two languages.\n' };
const NOON = Date.UTC(2026, 0, 2, 12);

const createBoard = async () => {
  const directory = join(await createTestHome(), 'board');
  const warnings: string[] = [];
  const log = { debug: () => undefined, info: () => undefined, error: () => undefined };
  const clock = { now: () => NOON, sleep: async () => undefined, every: () => () => undefined };
  const tracker = createFileTracker({
    directory,
    files: createFiles(),
    frontmatter: createFrontmatter(),
    clock,
    log: { ...log, warn: (_, text) => void warnings.push(text) },
  });
  const path = join(directory, 'SHOP-7.md');
  return {
    tracker,
    warnings,
    read: () => readFileSync(path, 'utf8'),
    write: (text: string, name = 'SHOP-7.md') => {
      mkdirSync(directory, { recursive: true });
      writeFileSync(join(directory, name), text);
    },
    comments: () => readdirSync(join(directory, 'comments/SHOP-7')).sort(),
    comment: (name: string) => readFileSync(join(directory, 'comments/SHOP-7', name), 'utf8'),
    /** A person's comment, written so many seconds from now. */
    reply: (name: string, text: string, seconds: number) => {
      const file = join(directory, 'comments/SHOP-7', name);
      mkdirSync(join(directory, 'comments/SHOP-7'), { recursive: true });
      writeFileSync(file, text);
      utimesSync(file, Date.now() / 1000 + seconds, Date.now() / 1000 + seconds);
    },
    post: (key: string, author = 'analyst') =>
      tracker.comment({ item: ITEM, author, key, markdown: `said **${key}**`, html: '' }),
  };
};

describe('an item', () => {
  it('is made where there is none, and read as it was written', async () => {
    const { tracker, read } = await createBoard();
    await tracker.setStatus(ITEM, 'in_progress');
    expect(read()).toBe(
      '---\nid: SHOP-7\ntitle: "Say \\"hello\\": twice"\nstatus: in progress\n---\n\nTwo languages.\n',
    );
    expect(await tracker.items()).toEqual([
      { id: 'SHOP-7', title: 'Say "hello": twice', description: 'Two languages.', status: 'in_progress' },
    ]);
  });

  it('keeps every other character of a person when its status changes', async () => {
    const { tracker, read, write } = await createBoard();
    write('---\n# mine\nstatus: Todo # now\ntitle: A\nlabels: [x]\n---\nstatus: this is text\n');
    await tracker.setStatus(ITEM, 'done');
    expect(read()).toBe('---\n# mine\nstatus: done\ntitle: A\nlabels: [x]\n---\nstatus: this is text\n');
    write('---\ntitle: A\n---\ntext\n');
    await tracker.setStatus(ITEM, 'blocked');
    expect(read()).toBe('---\ntitle: A\nstatus: blocked\n---\ntext\n');
  });

  it('that is broken is said and hides no other; it is not written over', async () => {
    const { tracker, write, read, warnings } = await createBoard();
    write('no frontmatter\n');
    write('---\ntitle: B\nstatus: unheard of\n---\n', 'SHOP-8.md');
    write('not an item', 'README.md');
    expect(await tracker.items()).toEqual([{ id: 'SHOP-8', title: 'B', description: '', status: null }]);
    expect(warnings).toHaveLength(1);
    await expect(tracker.setStatus(ITEM, 'done')).rejects.toThrow('SHOP-7.md:1: no frontmatter');
    expect(read()).toBe('no frontmatter\n');
  });

  it.each(['../SHOP-7', 'comments', '', 'SHOP-7/../x'])('with the id "%s" reaches no file', async (id) => {
    const { tracker } = await createBoard();
    await expect(tracker.setStatus({ ...ITEM, id }, 'done')).rejects.toThrow('no id of a work item');
    await expect(async () => tracker.repliesTo(id)).rejects.toThrow('no id of a work item');
  });
});

describe('comments', () => {
  it('are numbered, in the name of their author, once a key (INV-7)', async () => {
    const { post, comments, comment } = await createBoard();
    await post('1-a');
    await post('1-a');
    await post('2-b', 'stream');
    expect(comments()).toEqual(['0001-analyst.md', '0002-stream.md']);
    expect(comment('0001-analyst.md')).toBe(
      '---\nauthor: analyst\nkey: "1-a"\nat: 2026-01-02T12:00:00.000Z\n---\n\nsaid **1-a**\n',
    );
  });

  it('of people are those after the last own one, oldest first, whatever they are called (MA-022)', async () => {
    const { tracker, post, reply } = await createBoard();
    expect(await tracker.repliesTo('SHOP-7')).toEqual([]);
    reply('0001-early.md', 'before it asked', -60);
    await post('1-a');
    reply('zz.md', 'second', 20);
    reply('aa.md', '---\nauthor: pat\n---\nfirst\n', 10);
    reply('notes.txt', 'none of ours', 30);
    expect(await tracker.repliesTo('SHOP-7')).toEqual(['first', 'second']);
  });
});
