/** `yarn build`: bundles the program into dist/, which is what `npm pack` ships; another directory may be named. better-sqlite3 and playwright-core stay outside. */
import { cpSync, existsSync, globSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Plugin } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
const dist = resolve(root, process.argv[2] ?? 'dist');

/**
 * `import { z } from 'zod'` brings all of zod, its messages in fifty languages included, and every command would load it; of
 * `import * as z`, which is the same object, only what is used is kept.
 */
const zodInParts: Plugin = {
  name: 'zod-in-parts',
  setup: ({ onLoad }) => {
    onLoad({ filter: /\/(src|tools)\/.*\.ts$|\/@openai\/agents-[^/]+\/.*\.mjs$/ }, ({ path }) => ({
      contents: readFileSync(path, 'utf8').replace(/^import \{ z \} from (['"]zod['"]);/m, 'import * as z from $1;'),
      loader: path.endsWith('.ts') ? 'ts' : 'js',
    }));
  },
};

/**
 * Speech and MCP servers: the Agents SDK loads both with itself, the lead uses neither, and together they take nearly twenty megabytes of
 * memory. What is imported of them is undefined here.
 */
const withoutUnusedParts: Plugin = {
  name: 'without-unused-parts',
  setup: ({ onLoad, onResolve }) => {
    onResolve({ filter: /^@openai\/agents-realtime$|^@modelcontextprotocol\/client(\/|$)/ }, ({ path }) => ({
      path,
      namespace: 'unused',
    }));
    onLoad({ filter: /./, namespace: 'unused' }, () => ({ contents: 'module.exports = {};', loader: 'js' }));
  },
};

rmSync(dist, { recursive: true, force: true });

const { metafile } = await build({
  absWorkingDir: root,
  // The second one is started by its file name, as a process of its own.
  entryPoints: [
    { in: 'src/main.ts', out: 'main' },
    { in: 'src/adapters/process/process-server.ts', out: 'process-server' },
  ],
  outdir: dist,
  // Every chunk lies beside main.js, so that `new URL('./migrations/', import.meta.url)` means the same in all of them.
  chunkNames: '[name]-[hash]',
  bundle: true,
  // What main.ts imports lazily stays a file of its own and costs nothing until it is used.
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node22',
  external: ['better-sqlite3', 'playwright-core'],
  // CommonJS packages call require() for modules of Node; a module of ECMAScript has none.
  banner: {
    js: "import { createRequire as makeRequire } from 'node:module'; const require = makeRequire(import.meta.url);",
  },
  plugins: [zodInParts, withoutUnusedParts],
  legalComments: 'none',
  // One sign beyond Latin-1 in a comment, and V8 holds the whole file at two bytes a character: four megabytes with the SDK's comments.
  minifyWhitespace: true,
  lineLimit: 140,
  metafile: true,
});

// Migrations are read at run time, next to the code that reads them.
const migrations = join(root, 'src/adapters/sqlite/migrations');
if (existsSync(migrations)) cpSync(migrations, join(dist, 'migrations'), { recursive: true });

// The licences of bundled packages ask to be handed on.
const bundled = new Set(
  Object.keys(metafile.inputs).flatMap((path) => /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0] ?? []),
);
const notices = [...bundled].sort().map((folder) => {
  const { name, version, license } = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'));
  const [file] = globSync('{LICENSE,LICENCE,license,licence,License}*', { cwd: join(root, folder) });
  const text = file === undefined ? '' : `\n\n${readFileSync(join(root, folder, file), 'utf8').trim()}`;
  return `${name} ${version} (${license})${text}\n`;
});
writeFileSync(join(dist, 'THIRD-PARTY-LICENSES.txt'), notices.join(`\n${'-'.repeat(80)}\n\n`));

const bytes = Object.values(metafile.outputs).reduce((sum, output) => sum + output.bytes, 0);
console.log(
  `${dist}: ${Object.keys(metafile.outputs).length} files, ${Math.round(bytes / 1024)} KiB, ${bundled.size} packages`,
);
