import { withoutCode } from '../text/markdown-fence.ts';

/** The documents of a repository to which every task of some pipelines adds a section. */
export const SHARED_DOCUMENTS = ['ORCH_RUN.md', 'CODE_REVIEW.md'] as const;
export type SharedDocument = (typeof SHARED_DOCUMENTS)[number];

/** The one that tells what was done; a run has it in its own folder from the beginning. */
export const RUN_DOCUMENT: SharedDocument = 'ORCH_RUN.md';

/**
 * A document with one more section at its end. What stands there is kept to the letter; a section that it holds already, by its heading,
 * is not added again. A heading that a request quotes is none.
 * @param before the document as main has it; null: there is none
 * @param section begins with its heading
 */
export const withSection = (name: SharedDocument, before: string | null, section: string): string => {
  const head = before === null || before.trim() === '' ? `${TITLES[name]}\n` : before;
  const [heading = ''] = section.split('\n');
  if (withoutCode(head).includes(heading)) return head;
  return `${head}${head.endsWith('\n') ? '' : '\n'}\n${section.trimEnd()}\n`;
};

const TITLES: Readonly<Record<SharedDocument, string>> = {
  'ORCH_RUN.md': '# Runs of the orchestrator',
  'CODE_REVIEW.md': '# Code reviews',
};
