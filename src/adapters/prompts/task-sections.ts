import { invalidPrompt, type PromptDocument, placeInBody } from './prompt-document.ts';

/** What every task has to state (CX-24), as the headings of its template. */
const SECTIONS = ['Goal', 'Constraints', 'Checks', 'Definition of done'] as const;

/**
 * Proves that a task template states all four. It looks at the template and not at the result, where a heading in
 * somebody's prompt could pass for one of ours.
 * @throws OrchestratorError `prompt-invalid` naming the section
 */
export function assertTaskSections(document: PromptDocument<unknown>): void {
  const { file, body } = document;
  for (const section of SECTIONS) {
    const heading = new RegExp(`^## ${section}[ \\t]*$`, 'gm');
    const found = [...body.matchAll(heading)];
    const [first, second] = found;
    if (!first) throw invalidPrompt(file, placeInBody(document, 0), `the section "## ${section}" is missing`);
    if (second)
      throw invalidPrompt(file, placeInBody(document, second.index), `the section "## ${section}" stands twice`);
    const text = body.slice(first.index + first[0].length).split(/^## /m)[0] ?? '';
    if (text.trim() === '')
      throw invalidPrompt(file, placeInBody(document, first.index), `the section "## ${section}" is empty`);
  }
}
