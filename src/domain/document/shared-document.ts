/** The documents of a repository to which every task of some pipelines adds a section. */
export const SHARED_DOCUMENTS = ['ORCH_RUN.md', 'CODE_REVIEW.md'] as const;
export type SharedDocument = (typeof SHARED_DOCUMENTS)[number];

/** The one that tells what was done; a run has it in its own folder from the beginning. */
export const RUN_DOCUMENT: SharedDocument = 'ORCH_RUN.md';

/**
 * A document with one more section at its end. What stands there is kept to the letter, and nothing of it keeps the section out: a
 * branch of another task may have brought a heading of the same words (INV-15).
 * @param before the document as main has it; null: there is none
 * @param section begins with its heading
 */
export const withSection = (name: SharedDocument, before: string | null, section: string): string => {
  const head = before === null || before.trim() === '' ? `${TITLES[name]}\n` : before;
  return `${head}${head.endsWith('\n') ? '' : '\n'}\n${section.trimEnd()}\n`;
};

const TITLES: Readonly<Record<SharedDocument, string>> = {
  'ORCH_RUN.md': '# Runs of the orchestrator',
  'CODE_REVIEW.md': '# Code reviews',
};
