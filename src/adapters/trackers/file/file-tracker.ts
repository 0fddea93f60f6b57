import type { Clock } from '../../../ports/clock.ts';
import type { Files } from '../../../ports/files.ts';
import type { Frontmatter } from '../../../ports/frontmatter.ts';
import type { Log } from '../../../ports/log.ts';
import type { BoardItem, Tracker, WorkItem } from '../../../ports/tracker.ts';
import { createComments } from './comments.ts';
import { newItemText, readItem, withStatus } from './item-text.ts';

interface Needs {
  /** Absolute path of the board's folder. */
  readonly directory: string;
  readonly files: Files;
  readonly frontmatter: Frontmatter;
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * A board in a folder that people edit: `SHOP-12.md` is a work item, with title and status in its frontmatter and the description
 * below; its comments are files in `comments/SHOP-12/`. Every other file is none of ours.
 */
export const createFileTracker = ({ directory, log, ...needs }: Needs): Tracker => {
  const { files, frontmatter } = needs;
  const pathOf = (id: string): string => `${directory}/${assertItemId(id)}.md`;
  const commentsOf = (id: string) => createComments(needs, `${directory}/comments/${assertItemId(id)}`);

  const find = async (id: string): Promise<{ readonly item: BoardItem; readonly text: string } | null> => {
    const text = await files.read(pathOf(id));
    if (text === null) return null;
    const item = readItem(frontmatter, id, text);
    if ('problem' in item) throw new Error(`${pathOf(id)}:${item.line}: ${item.problem}`);
    return { item, text };
  };

  const make = async (item: WorkItem, status: Parameters<Tracker['setStatus']>[1]): Promise<void> => {
    await files.makeDirectory(directory);
    await files.write(pathOf(item.id), newItemText(item, status));
  };

  return {
    comment: ({ item, ...comment }) => commentsOf(item.id).post(comment),
    setStatus: async (item, status) => {
      const found = await find(item.id);
      if (found === null) return make(item, status);
      if (found.item.status !== status) await files.write(pathOf(item.id), withStatus(found.text, status));
    },
    items: async () => {
      const ids = (await files.list(directory)).flatMap((name) => ITEM_FILE.exec(name)?.[1] ?? []);
      const found = await Promise.all(
        ids.map(async (id) => {
          try {
            return (await find(id))?.item ?? [];
          } catch (error) {
            // One file that a person is still at must not hide the others.
            log.warn({ err: error }, 'a work item cannot be read');
            return [];
          }
        }),
      );
      return found.flat();
    },
    repliesTo: (id) => commentsOf(id).replies(),
  };
};

const ITEM_FILE = /^([A-Za-z][A-Za-z0-9_]*-[0-9]+)\.md$/;

/** An id becomes a file's name: it must not lead anywhere else. */
const assertItemId = (id: string): string => {
  if (ITEM_FILE.test(`${id}.md`)) return id;
  throw new Error(`"${id}" is no id of a work item`);
};
