/** A model's name without its provider and its maker: `tokenator/claude-opus-4-8` is `opus-4-8`. Empty for no name. */
export const shortModel = (name: string | null | undefined): string =>
  (name ?? '').replace(/^.*\//s, '').replace(/^claude-/, '');
