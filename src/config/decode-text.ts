import { splitTasks } from './dispatch-tasks.ts';
import { readProjectsText } from './lenient-projects.ts';
import type { TextForm } from './setting.ts';

const SWITCH: Readonly<Record<string, boolean>> = {
  '1': true,
  true: true,
  yes: true,
  on: true,
  '0': false,
  false: false,
  no: false,
  off: false,
};

/** The value that a text spells, with what of it had to be left out; or why it spells none. */
export type Decoded = { readonly value: unknown; readonly warnings?: readonly string[] } | { readonly problem: string };

/** Turns the text of a variable into the value that it spells, or says why it spells none. The schema judges the value later. */
export const decodeText = (form: TextForm, text: string): Decoded => {
  switch (form) {
    case 'plain':
      return { value: text };
    case 'words':
      return { value: text.split(/[\s,]+/).filter((word) => word !== '') };
    case 'number':
      return /^-?\d+(\.\d+)?$/.test(text.trim()) ? { value: Number(text) } : { problem: 'expected a number' };
    case 'switch': {
      const value = SWITCH[text.trim().toLowerCase()];
      return value === undefined ? { problem: 'expected 1 or 0' } : { value };
    }
    case 'json':
      return decodeJson(() => JSON.parse(text));
    case 'tasks':
      return decodeJson(() => splitTasks(text));
    case 'projects':
      return readProjectsText(text);
  }
};

const decodeJson = (parse: () => unknown): Decoded => {
  try {
    return { value: parse() };
  } catch {
    return { problem: 'expected JSON' };
  }
};
