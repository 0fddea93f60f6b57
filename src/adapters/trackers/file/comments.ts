import type { Clock } from '../../../ports/clock.ts';
import type { Files } from '../../../ports/files.ts';
import type { Frontmatter } from '../../../ports/frontmatter.ts';
import type { TrackerComment } from '../../../ports/tracker.ts';

interface Needs {
  readonly files: Files;
  readonly frontmatter: Frontmatter;
  readonly clock: Clock;
}

/** One comment; the orchestrator's own have a key, people's have none. */
interface StoredComment {
  readonly name: string;
  readonly key: string | null;
  readonly text: string;
  readonly at: number;
}

/** The comments of one item in a folder of its own, `0001-analyst.md` first. People add theirs under any name that ends in `.md`. */
export const createComments = ({ files, frontmatter, clock }: Needs, folder: string) => {
  const read = async (name: string): Promise<StoredComment> => {
    const path = `${folder}/${name}`;
    const [text, at] = await Promise.all([files.read(path), files.modifiedAt(path)]);
    const reading = frontmatter.read(text ?? '');
    const { key } = reading.ok ? reading.fields : {};
    return {
      name,
      key: typeof key === 'string' ? key : null,
      text: (reading.ok ? reading.body : (text ?? '')).trim(),
      at: at ?? 0,
    };
  };

  /** Oldest first. */
  const all = async (): Promise<readonly StoredComment[]> => {
    const names = (await files.list(folder)).filter((name) => name.endsWith('.md'));
    return (await Promise.all(names.map(read))).toSorted((a, b) => a.at - b.at);
  };

  return {
    post: async ({ author, key, markdown }: Pick<TrackerComment, 'author' | 'key' | 'markdown'>): Promise<void> => {
      const comments = await all();
      if (comments.some((comment) => comment.key === key)) return;
      const number = 1 + Math.max(0, ...comments.map(({ name }) => Number.parseInt(name, 10) || 0));
      const name = `${String(number).padStart(4, '0')}-${author}.md`;
      const at = new Date(clock.now()).toISOString();
      await files.makeDirectory(folder);
      await files.write(
        `${folder}/${name}`,
        `---\nauthor: ${author}\nkey: ${JSON.stringify(key)}\nat: ${at}\n---\n\n${markdown}\n`,
      );
    },
    /** What people wrote after the orchestrator's last comment, oldest first. */
    replies: async (): Promise<readonly string[]> => {
      const comments = await all();
      const own = comments.findLastIndex(({ key }) => key !== null);
      return comments.slice(own + 1).flatMap(({ text }) => (text === '' ? [] : [text]));
    },
  };
};
