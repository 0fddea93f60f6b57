/** A text as people see it: without what is drawn as nothing, and without the spaces at its ends. */
export const visibleText = (text: string): string => text.replace(UNSEEN, '').trim();

/** Controls that move nothing, zero-width characters, byte order marks, fillers, marks of direction, and the empty Braille cell. */
const UNSEEN = /(?!\s)[\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}\u2800]|\ufeff/gu;
