import { type BoardStatus, boardStatusOf } from '../../../domain/board.ts';
import type { Frontmatter } from '../../../ports/frontmatter.ts';
import type { BoardItem, WorkItem } from '../../../ports/tracker.ts';

/** The text of a new item's file: what people see and edit. */
export const newItemText = ({ id, title, description }: WorkItem, status: BoardStatus): string =>
  // A text in JSON's quotes is one in YAML too, whatever it holds.
  `---\nid: ${id}\ntitle: ${JSON.stringify(title)}\nstatus: ${written(status)}\n---\n\n${description.trim()}\n`;

/** An item as its file says; the problem, with its line, where that cannot be read. */
export const readItem = (
  frontmatter: Frontmatter,
  id: string,
  text: string,
): BoardItem | { readonly problem: string; readonly line: number } => {
  const reading = frontmatter.read(text);
  if (!reading.ok) return reading;
  const { title, status } = reading.fields;
  return {
    id,
    title: typeof title === 'string' ? title : '',
    description: reading.body.trim(),
    status: typeof status === 'string' ? boardStatusOf(status) : null,
  };
};

/** The same text with another status; every other character is the person's and stays. */
export const withStatus = (text: string, status: BoardStatus): string => {
  const end = text.indexOf('\n---', 3);
  const [block, rest] = [text.slice(0, end), text.slice(end)];
  const line = `status: ${written(status)}`;
  return /^status:/m.test(block) ? block.replace(/^status:[^\r\n]*/m, line) + rest : `${block}\n${line}${rest}`;
};

const written = (status: BoardStatus): string => status.replaceAll('_', ' ');
