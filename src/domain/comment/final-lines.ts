import type { FinalReport } from '../document/final-report.ts';
import { formatDuration } from '../format/duration.ts';
import type { Language } from './phrases.ts';

/** The five items of a task's end (KB-33), one a line, the notes each on its own. */
export const finalLines = (report: FinalReport, language: Language): readonly string[] => {
  const words = WORDS[language];
  return [
    `${words.elapsed}: ${formatDuration(report.elapsedMs / 1000)}`,
    `${words.iterations}: ${report.iterations}`,
    `${words.document}: ${report.document}`,
    `${words.link}: ${report.link}`,
    ...report.notes.map((note) => `${words.note}: ${note}`),
  ];
};

const WORDS: Readonly<
  Record<Language, Readonly<Record<'elapsed' | 'iterations' | 'document' | 'link' | 'note', string>>>
> = {
  en: { elapsed: 'Elapsed', iterations: 'Iterations', document: 'Commands and request', link: 'Link', note: 'Note' },
  ru: { elapsed: 'Прошло', iterations: 'Итераций', document: 'Команды и запрос', link: 'Ссылка', note: 'Заметка' },
};
