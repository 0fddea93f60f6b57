const REPLACEMENT = '[secret]';

/**
 * Makes a function that takes known secrets out of texts (INV-12).
 * @param secrets values as they are, at least 8 characters each; shorter ones would blank out ordinary words
 */
export const createRedactor = (secrets: readonly string[]): ((text: string) => string) => {
  const known = secrets.filter((secret) => secret.length >= 8).toSorted((a, b) => b.length - a.length);
  return (text) => known.reduce((rest, secret) => rest.replaceAll(secret, REPLACEMENT), text);
};
