/** Cyrillic has no decomposition into Latin letters; other scripts that have none become a neutral word. */
const CYRILLIC: Readonly<Record<string, string>> = {
  а: 'a',
  б: 'b',
  в: 'v',
  г: 'g',
  д: 'd',
  е: 'e',
  ё: 'e',
  ж: 'zh',
  з: 'z',
  и: 'i',
  й: 'i',
  к: 'k',
  л: 'l',
  м: 'm',
  н: 'n',
  о: 'o',
  п: 'p',
  р: 'r',
  с: 's',
  т: 't',
  у: 'u',
  ф: 'f',
  х: 'h',
  ц: 'ts',
  ч: 'ch',
  ш: 'sh',
  щ: 'sch',
  ъ: '',
  ы: 'y',
  ь: '',
  э: 'e',
  ю: 'yu',
  я: 'ya',
  і: 'i',
  ї: 'yi',
  є: 'ye',
  ґ: 'g',
};

const MOST = 40;

/**
 * A name for branches and directories: lower-case ASCII letters, digits and single dashes, 1 to 40 characters.
 * @param text any text, e.g. a title; one without a usable letter becomes `task`
 */
export const slugOf = (text: string): string => {
  const ascii = [...text.toLowerCase()]
    .map((letter) => CYRILLIC[letter] ?? letter)
    .join('')
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[^a-z0-9]+/g, '-');
  return (
    ascii
      .slice(0, MOST + 1)
      .replaceAll(/^-+/g, '')
      .slice(0, MOST)
      .replaceAll(/-+$/g, '') || 'task'
  );
};

/** The first of `name`, `name-2`, `name-3`… that is not taken. */
export const freeName = (name: string, taken: (candidate: string) => boolean): string => {
  if (!taken(name)) return name;
  for (let number = 2; ; number += 1) {
    const candidate = `${name}-${number}`;
    if (!taken(candidate)) return candidate;
  }
};
