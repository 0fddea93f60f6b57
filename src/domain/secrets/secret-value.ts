/** Whether a value stands for one that comes from elsewhere, or was made up for an example. */
export const looksInvented = (value: string): boolean =>
  INVENTED.test(value) || INTERPOLATED.test(value) || new Set(value).size < FEWEST_CHARACTERS;

const INVENTED =
  /abc123|abcdef|change[_-]?me|dummy|example|fake|insert|lorem|mock|placeholder|redacted|replace|sample|test|your[_-]|12345|0{6}|x{4}|\*{3}|\.{3}/i;

/** `${NAME}`, `{{name}}`, `$(command)`, `%(name)s`, `<name>`, `$NAME`. */
const INTERPOLATED = /\$\{|\{\{|\$\(|%\(|^[<$%{]/;

/** A real token of any length has more different ones. */
const FEWEST_CHARACTERS = 6;

/** Whether a value is more like dice than like a name: letters and digits, hardly two alike, no words. */
export const looksRandom = (value: string): boolean =>
  /[A-Za-z]/.test(value) && /\d/.test(value) && bitsPerCharacter(value) >= LEAST_BITS && !isMadeOfWords(value);

/** Twelve random characters have 3.2 or more in nearly every case; ordinary words stay below. */
const LEAST_BITS = 3.2;

/** Shannon's entropy of the characters. */
const bitsPerCharacter = (value: string): number => {
  const counts = new Map<string, number>();
  for (const character of value) counts.set(character, (counts.get(character) ?? 0) + 1);
  const shares = [...counts.values()].map((count) => count / value.length);
  return -shares.reduce((sum, share) => sum + share * Math.log2(share), 0);
};

/** `refreshTokenService2`, `urn:oauth2:grant-type`, `API_V2_URL`: each piece is a word or a short number. */
const isMadeOfWords = (value: string): boolean =>
  value
    .replaceAll(/([a-z])([A-Z])/g, '$1 $2')
    .split(/[^A-Za-z\d]+/)
    .every((piece) => /^(?:[A-Za-z]?[a-z]{1,14}|[A-Z]{1,14})?\d{0,4}$/.test(piece));
