/** How a comment's parts are written down; a tracker takes one of these. Everything but `bold` and `small` takes plain text. */
export interface Markup {
  /** Makes a text harmless: no character of it is read as markup. */
  escape(text: string): string;
  bold(text: string): string;
  small(text: string): string;
  /** An address that is not http or https is left out, and the label stands alone. */
  link(label: string, url: string): string;
  list(items: readonly string[]): string;
  /** The parts of a comment, one below the other. */
  lines(parts: readonly string[]): string;
}

export const HTML: Markup = {
  escape: (text) => text.replaceAll(/[&<>"']/g, (char) => ENTITIES[char] ?? char),
  bold: (text) => `<b>${text}</b>`,
  small: (text) => `<sub>${text}</sub>`,
  link: (label, url) =>
    isWebAddress(url) ? `<a href="${HTML.escape(url)}">${HTML.escape(label)}</a>` : HTML.escape(label),
  list: (items) => `<ul>${items.map((item) => `<li>${item}</li>`).join('')}</ul>`,
  lines: (parts) => parts.join('<br>'),
};

/** GitHub's Markdown, which GitLab and Gitea read alike. */
export const MARKDOWN: Markup = {
  escape: (text) =>
    text.replaceAll(/[&<>]/g, (char) => ENTITIES[char] ?? char).replaceAll(/[\\`*_{}[\]#+|~]/g, (char) => `\\${char}`),
  bold: (text) => `**${text}**`,
  small: (text) => `<sub>${text}</sub>`,
  link: (label, url) =>
    isWebAddress(url) ? `[${MARKDOWN.escape(label)}](<${encodeAngles(url)}>)` : MARKDOWN.escape(label),
  list: (items) => `\n\n${items.map((item) => `- ${item}`).join('\n')}`,
  // An empty line apart, for a single line end is a space in some trackers.
  lines: (parts) => parts.join('\n\n'),
};

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

const isWebAddress = (url: string): boolean => /^https?:\/\/\S+$/.test(url);

const encodeAngles = (url: string): string => url.replaceAll('<', '%3C').replaceAll('>', '%3E').replaceAll('\\', '%5C');
