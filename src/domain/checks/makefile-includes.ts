/** The names under which make finds its file, the first one first. */
export const MAKEFILES = ['GNUmakefile', 'makefile', 'Makefile'];

const INCLUDE = /^[ ]*(?:-include|sinclude|include)[ \t]+([^#\n]+)/gm;

/** A variable, a function or a wildcard: what it stands for is known to make alone. */
const OPEN_PART = /\$\([^)]*\)|\$\{[^}]*\}|\$.|[*%?]+/;

/** Patterns of the paths that a Makefile includes. One that is nothing but a variable could be any file, and is none here. */
export const makefileIncludes = (text: string): readonly RegExp[] =>
  [...text.replaceAll(/\\\r?\n/g, ' ').matchAll(INCLUDE)]
    .flatMap(([, files = '']) => files.split(/\s+(?![^(]*\))/))
    .map((file) => file.replace(/^(?:\.\/)+/, '').split(OPEN_PART))
    .filter((parts) => /\w/.test(parts.join('')))
    .map((parts) => new RegExp(`^${parts.map(escaped).join('.*')}$`));

const escaped = (text: string): string => text.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&');
