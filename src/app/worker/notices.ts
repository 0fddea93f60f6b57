import type { App } from '../app.ts';

/** What onlookers are told of things that are looked at again and again: once, and again when it changes. */
export interface Notices {
  /** @param text empty: there is nothing to tell any more */
  say(about: string, level: 'warning' | 'error', text: string): void;
  /** What is found next is told, be it the same as before. */
  forget(about: string): void;
}

export const createNotices = ({ progress }: Pick<App, 'progress'>): Notices => {
  const said = new Map<string, string>();
  return {
    say: (about, level, text) => {
      if (text !== '' && text !== said.get(about)) progress.emit({ type: 'notice', level, text });
      said.set(about, text);
    },
    forget: (about) => {
      said.delete(about);
    },
  };
};
