import type { Catalogue, Language } from './catalogue.ts';
import { en } from './en.ts';
import { ru } from './ru.ts';

/** The texts in the language that the settings ask for (`ORCHESTRATOR_LANG`). */
export const catalogueOf = (language: Language): Catalogue => CATALOGUES[language];

const CATALOGUES: Readonly<Record<Language, Catalogue>> = { en, ru };
