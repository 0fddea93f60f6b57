/**
 * The lines of a go.mod that say how packages are found and built: all but the module's name and what it requires, whose
 * checksums are in go.sum.
 */
export const goSettings = (text: string | null): string => {
  let inRequire = false;
  const kept = plainLines(text, /\/\/.*$/).filter((line) => {
    if (/^require\b/.test(line)) {
      inRequire = line.endsWith('(');
      return false;
    }
    if (!inRequire) return !/^module\b/.test(line);
    inRequire = line !== ')';
    return false;
  });
  return kept.join('\n');
};

/** A table of Cargo.toml that names dependencies; one of a single dependency has its name behind. */
const DEPENDENCIES = /^\[(?:workspace\.|target\.[^\\]*\.)?(?:dev-|build-)?dependencies(?:\.[\w-]+)?\]$/;

/** A key of `[package]` that says what is built and tested, in whatever way it is written. */
const PACKAGE_KEY = /^(?:auto|build|links|workspace|default-run|metadata)|["'\\]\s*=|\\/;

/**
 * The lines of a Cargo.toml that say what is built and tested: targets, profiles, patches, features, and where a dependency comes
 * from if that is not the registry. Lines that open or close a long string belong to them, since it can swallow a table.
 */
export const cargoSettings = (text: string | null): string => {
  let table = '';
  const kept = plainLines(text, /^#.*$/).filter((line) => {
    if (line.startsWith('[')) table = line.replaceAll(/[\s"']/g, '');
    if (/"{3}|'{3}/.test(line)) return true;
    if (DEPENDENCIES.test(table)) return /\b(?:path|git|registry|package)\b|\\/.test(line);
    return table !== '[package]' || line.startsWith('[') || PACKAGE_KEY.test(line);
  });
  return kept.join('\n');
};

const plainLines = (text: string | null, comment: RegExp): readonly string[] =>
  (text ?? '')
    .split(/\r?\n/)
    .map((line) => line.replace(comment, '').trim())
    .filter((line) => line !== '');
