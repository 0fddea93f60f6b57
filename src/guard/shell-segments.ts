/** Words of a shell's grammar after which another command begins. */
const KEYWORDS = new Set(['if', 'then', 'elif', 'else', 'do', 'while', 'until', '!', 'time', 'coproc']);

/** What leads elsewhere, with the descriptors and marks that belong to it; the word behind it is where. */
const REDIRECTION = /(?:&>>?|<<<|<<-?|<>|[<>]&|>>|>\||[<>])(?!\()/y;

/**
 * Takes the simple commands out of a shell script as far as that is possible without running it: split at operators,
 * line ends, parentheses and substitutions, quotes removed, keywords and redirections dropped. What a script computes
 * (`$CMD`, `eval "$x"`) stays unknown; the result serves to find what is written openly, never to allow anything.
 */
export function shellSegments(script: string): string[][] {
  const segments: string[][] = [];
  let words: string[] = [];
  let word: string | null = null;
  let quote: '"' | "'" | null = null;
  /** What the next word is in place of a word of the command: where something leads, or what a here-string holds. */
  let target: 'place' | 'script' | null = null;
  /** What ends each open substitution that began inside double quotes, which go on behind it. */
  const substitutions: string[] = [];

  const endWord = () => {
    if (word === null) return;
    if (target === 'script') segments.push(...shellSegments(word));
    else if (target === null && !(words.length === 0 && KEYWORDS.has(word))) words.push(word);
    word = null;
    target = null;
  };
  const endSegment = () => {
    endWord();
    if (words.length > 0) segments.push(words);
    words = [];
    target = null;
  };
  const redirectionAt = (position: number): string | null => {
    REDIRECTION.lastIndex = position;
    return REDIRECTION.exec(script)?.[0] ?? null;
  };

  for (let position = 0; position < script.length; position += 1) {
    const char = script.charAt(position);
    const redirection = quote === null && /[<>&]/.test(char) ? redirectionAt(position) : null;
    if (quote === "'") {
      if (char === "'") quote = null;
      else word = (word ?? '') + char;
    } else if (char === '\\') {
      position += 1;
      const escaped = script.charAt(position);
      if (escaped !== '\n') word = (word ?? '') + escaped;
    } else if (substitutions.length > 0 && quote === null && char === substitutions.at(-1)) {
      endSegment();
      substitutions.pop();
      quote = '"';
    } else if (char === '`' || (char === '$' && script.charAt(position + 1) === '(')) {
      endSegment();
      if (quote === '"') substitutions.push(char === '`' ? '`' : ')');
      if (char === '$') position += 1;
      quote = null;
    } else if (quote === '"') {
      if (char === '"') quote = null;
      else word = (word ?? '') + char;
    } else if (char === '$' && /["']/.test(script.charAt(position + 1))) {
      // A quote of another kind begins.
    } else if (char === '"' || char === "'") {
      quote = char;
      word ??= '';
    } else if (redirection !== null) {
      if (/^\d+$/.test(word ?? '')) word = null;
      endWord();
      target = redirection === '<<<' ? 'script' : 'place';
      position += redirection.length - 1;
    } else if (char === '{' && word === null && /\s/.test(script.charAt(position + 1))) {
      endSegment();
    } else if (/[;&|()\n\r<>]/.test(char)) {
      endSegment();
    } else if (/\s/.test(char)) {
      endWord();
    } else {
      word = (word ?? '') + char;
    }
  }
  endSegment();
  return segments;
}
