/** The YAML block that a document may begin with: the only part of a report that is read as a verdict (INV-3). */
export interface Frontmatter {
  /** Never throws, whatever the text holds (INV-13). */
  read(text: string): FrontmatterReading;
  /** A file that is YAML from beginning to end, under the same rules; its body is empty. Never throws. */
  readYaml(text: string): FrontmatterReading;
}

export type FrontmatterReading =
  /** `body` is what follows the block, with line feeds alone as line ends. */
  | { readonly ok: true; readonly fields: Readonly<Record<string, unknown>>; readonly body: string }
  /** `line` is the document's line that is at fault, from 1. */
  | { readonly ok: false; readonly problem: string; readonly line: number };
