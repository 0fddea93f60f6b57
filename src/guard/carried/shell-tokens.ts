import { ansiText } from './printed-text.ts';

/** The smallest pieces of a script that mean something to a shell. */
export type ShellToken =
  | { readonly kind: 'text'; readonly text: string; readonly quoted: boolean }
  /** A text in double quotes begins or ends. */
  | { readonly kind: 'quote' }
  | { readonly kind: 'substitution'; readonly closes: ')' | '`' }
  | { readonly kind: 'variable'; readonly name: string; readonly written: string }
  /** What leads elsewhere, without the descriptor in front of it; the next word is where. */
  | { readonly kind: 'redirection'; readonly sign: string }
  | { readonly kind: 'operator'; readonly sign: string }
  /** The `(` of `()`: the word in front of it is the name of a function. */
  | { readonly kind: 'definition' }
  | { readonly kind: 'line-end' }
  | { readonly kind: 'space' }
  /** A comment, or a line that goes on. */
  | { readonly kind: 'nothing' };

/** Reads the token at a position of a script, and says where the next one begins. */
export function readToken(script: string, position: number, inQuotes: boolean): { token: ShellToken; end: number } {
  const pattern = inQuotes ? IN_QUOTES : BARE;
  pattern.lastIndex = position;
  const groups = pattern.exec(script)?.groups ?? {};
  return { token: tokenOf(groups), end: pattern.lastIndex };
}

function tokenOf(groups: Readonly<Record<string, string | undefined>>): ShellToken {
  const { escaped, single, ansi, quote, opens, written, sign, line, definition, operator, space, text } = groups;
  if (text !== undefined) return { kind: 'text', text, quoted: false };
  if (space !== undefined) return { kind: 'space' };
  if (line !== undefined) return { kind: 'line-end' };
  if (definition !== undefined) return { kind: 'definition' };
  if (operator !== undefined) return { kind: 'operator', sign: operator };
  if (written !== undefined) return { kind: 'variable', name: written.replace(/\W/g, ''), written };
  if (opens !== undefined) return { kind: 'substitution', closes: opens === '`' ? '`' : ')' };
  if (quote !== undefined) return { kind: 'quote' };
  if (sign !== undefined) return { kind: 'redirection', sign };
  const quoted = single ?? escaped ?? (ansi === undefined ? undefined : ansiText(ansi));
  return quoted === undefined ? { kind: 'nothing' } : { kind: 'text', text: quoted, quoted: true };
}

const EXPANSION = String.raw`(?<opens>\$\(|\x60)|(?<written>\$(?:[A-Za-z_]\w*|\{\w+\}))`;

const IN_QUOTES = new RegExp(
  String.raw`\\\n|\\(?<escaped>["$\\\x60])|(?<quote>")|${EXPANSION}|(?<text>[^"$\\\x60]+|[\s\S])`,
  'y',
);

const BARE = new RegExp(
  [
    String.raw`\\\n|\\(?<escaped>[\s\S])|'(?<single>[^']*)'?|\$'(?<ansi>(?:[^'\\]|\\[\s\S])*)'?|(?<quote>\$?")`,
    EXPANSION,
    String.raw`\d*(?<sign>&>>?|<<<|<<-?|<>|[<>]&|>>|>\||[<>])(?!\()|(?<![^\s;&|()])#[^\n]*`,
    String.raw`(?<line>\r?\n)|(?<definition>\((?=\s{0,7}\)))|(?<operator>\|\||\|&?|&&|[;&()<>\r])`,
    String.raw`(?<space>[^\S\r\n]+)|(?<text>[^\s'"$\\;&|()<>#\x60]+|[\s\S])`,
  ].join('|'),
  'y',
);
