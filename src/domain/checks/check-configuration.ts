/** Files that tell a check how to run, wherever they lie and whether they are new or changed: each can switch a check off. */
const ALWAYS: readonly RegExp[] = [
  /(^|\/)(jest|vitest|vite|karma|ava|playwright|cypress|wdio|babel)\.(config|conf)\.[^/]+$/,
  /(^|\/)vitest\.workspace\.[^/]+$/,
  /(^|\/)\.(mocharc|nycrc|c8rc|taprc|babelrc)[^/]*$/,
  /(^|\/)(\.?pytest\.(ini|toml)|tox\.ini|setup\.cfg|noxfile\.py|sitecustomize\.py)$/,
  // It holds fixtures too, but its hooks may turn every red into a green.
  /(^|\/)conftest\.py$/,
  /(^|\/)(GNUmakefile|[Mm]akefile)$|\.mk$/,
  /(^|\/)(\.npmrc|\.yarnrc(\.yml)?|\.pnpmfile\.cjs|pnpm-workspace\.yaml|\.pnp\.(cjs|js)|bunfig\.toml)$/,
  /^\.yarn\/(releases|plugins)\//,
  /(^|\/)\.cargo\//,
  // A committed program here would be found before the real one.
  /(^|\/)node_modules\//,
  // What a submodule holds is in no diff.
  /^\.gitmodules$/,
  // It says what is looked at in a browser, and what is no defect there.
  /^\.openclaw\/verification\.yaml$/,
];

/** Configuration of tools that only some checks run, with the word that gives them away. */
const BY_TOOL: readonly { word: RegExp; path: RegExp }[] = [
  { word: /\btsc\b|typecheck/, path: /(^|\/)tsconfig[^/]*\.json$/ },
  { word: /\beslint\b/, path: /(^|\/)(eslint\.config\.[^/]+|\.eslintrc[^/]*|\.eslintignore)$/ },
  { word: /\bbiome\b/, path: /(^|\/)biome\.jsonc?$/ },
  { word: /\b(ruff|flake8|mypy)\b/, path: /(^|\/)(ruff\.toml|\.flake8|mypy\.ini)$/ },
  { word: /\bgo\b/, path: /(^|\/)go\.work$|\/go\.mod$|(^|\/)vendor\// },
  { word: /\bcargo\b/, path: /(^|\/)(build\.rs|rust-toolchain(\.toml)?)$/ },
  { word: /\bmvnw?\b/, path: /(^|\/)(pom\.xml|mvnw)$|(^|\/)\.mvn\// },
  // The settings of other packages, where the checks go into these.
  {
    word: /workspace|\b(lerna|turbo|nx|cd|pushd)\b|--(recursive|filter|prefix|cwd)\b|\s-(ws?|r|C)\b/,
    path: /\/(package\.json|pyproject\.toml)$/,
  },
];

/** Configuration of test runners that may name files of the repository's to be run. */
const NAMING_FILES =
  /(^|\/)((jest|vitest|vite|karma|ava|playwright|cypress|wdio)\.(config|conf)\.[^/]+|vitest\.workspace\.[^/]+|\.(mocharc|nycrc|c8rc|taprc)[^/]*|package\.json)$/;

/**
 * Whether a path configures what the checks run.
 * @param text the checks, the scripts behind them and the Makefiles that they use, as main has them
 */
export const isCheckConfiguration = (path: string, text: string): boolean =>
  ALWAYS.some((pattern) => pattern.test(path)) ||
  BY_TOOL.some(({ word, path: pattern }) => word.test(text) && pattern.test(path));

/** Whether a file may be a test runner's configuration that names files to run before the tests. */
export const mayNameSetupFiles = (path: string): boolean => NAMING_FILES.test(path);
