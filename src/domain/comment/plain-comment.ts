import { HTML, MARKDOWN } from './markup.ts';

/** A plain text as a comment in both markups: nothing of it is read as markup, and its lines stay lines. */
export const plainComment = (text: string): { readonly markdown: string; readonly html: string } => {
  const lines = text.split('\n');
  return {
    markdown: lines.map(MARKDOWN.escape).join('  \n'),
    html: `<p>${lines.map(HTML.escape).join('<br>')}</p>`,
  };
};
