import type { Settings } from '../settings.ts';

export type Language = Settings['language'];

/** The words of a comment that belong to no role. */
interface Phrases {
  readonly duration: string;
  readonly documents: string;
  readonly total: string;
  readonly unknownPrice: string;
  /** The one line that is left when a comment could not be written. */
  readonly ready: string;
}

export const PHRASES: Readonly<Record<Language, Phrases>> = {
  ru: {
    duration: 'Длительность',
    documents: 'Документы',
    total: 'Всего',
    unknownPrice: 'цена неизвестна',
    ready: 'готов',
  },
  en: {
    duration: 'Duration',
    documents: 'Documents',
    total: 'Total',
    unknownPrice: 'price unknown',
    ready: 'is ready',
  },
};
