/** The files of a new Node project by their path: nothing has to be installed before its test runs. */
export const nodeProject = (name: string): Readonly<Record<string, string>> => ({
  '.gitignore': lines('node_modules/', 'coverage/', 'dist/', 'logs/', 'state/', '*.log', '.env'),
  'README.md': lines(
    `# ${name}`,
    '',
    '## Checks',
    '',
    '```sh',
    'npm test                           # needs Node 20 or newer, and nothing else',
    'npm install && npm run lint && npm run types',
    '```',
  ),
  'package.json': json({
    name,
    version: '0.1.0',
    private: true,
    type: 'module',
    engines: { node: '>=20' },
    scripts: { test: 'node --test', lint: 'biome ci .', types: 'tsc --project .' },
    devDependencies: { '@biomejs/biome': '^2.5.0', '@types/node': '^24.0.0', typescript: '^5.9.0' },
  }),
  'biome.json': json({
    files: { includes: ['**', '!coverage', '!dist'] },
    formatter: { indentStyle: 'space', lineWidth: 120 },
    javascript: { formatter: { quoteStyle: 'single' } },
  }),
  'tsconfig.json': json({
    compilerOptions: { strict: true, noEmit: true, allowJs: true, checkJs: true, module: 'nodenext', target: 'es2023' },
    include: ['src', 'tests'],
  }),
  'src/index.js': lines(`/** What this project is called. */`, `export const name = '${name}';`),
  'tests/index.test.js': lines(
    "import assert from 'node:assert/strict';",
    "import { readFile } from 'node:fs/promises';",
    "import { test } from 'node:test';",
    "import { name } from '../src/index.js';",
    '',
    "test('the project goes by the name of its package', async () => {",
    "  const manifest = JSON.parse(await readFile(new URL('../package.json', import.meta.url), 'utf8'));",
    '  assert.equal(name, manifest.name);',
    '});',
  ),
});

const lines = (...text: readonly string[]): string => `${text.join('\n')}\n`;

const json = (value: object): string => `${JSON.stringify(value, null, 2)}\n`;
