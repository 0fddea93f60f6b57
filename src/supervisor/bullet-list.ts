/** Items of a prompt, one a line. */
export const bulletList = (items: readonly string[]): string =>
  items.length === 0 ? '- none' : items.map((item) => `- ${item}`).join('\n');
