import { execFileSync } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { transformSync } from 'esbuild';
import { expect, it } from 'vitest';
import { createTestHome } from '../helpers/store.ts';

const BUILD = fileURLToPath(new URL('../../scripts/build.ts', import.meta.url));
/** V8 holds a text with one sign beyond Latin-1 at two bytes a character, the whole of it. */
const isWide = (text: string): boolean => /[^\0-\xff]/.test(text);

it('no large file of the bundle takes two bytes a character in memory', async () => {
  const dist = await createTestHome();
  execFileSync(process.execPath, [BUILD, dist], { stdio: 'pipe' });
  const texts = globSync('*.js', { cwd: dist }).map((file) => readFileSync(join(dist, file), 'utf8'));
  expect(texts.length).toBeGreaterThan(50);
  // Signs in regular expressions of ours are left as they are; those in strings are escaped.
  expect(Math.max(0, ...texts.filter(isWide).map(({ length }) => length))).toBeLessThan(20_000);
  // Comments within classes stay unless white space goes, and the SDK's have such signs.
  const documented = 'class Client {\n  /** 👋 */\n  get() { return "👋"; }\n}';
  expect(isWide(transformSync(documented).code)).toBe(true);
  expect(isWide(transformSync(documented, { minifyWhitespace: true }).code)).toBe(false);
}, 60_000);
