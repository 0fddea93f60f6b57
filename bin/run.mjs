/**
 * `node bin/run.mjs <program> [arguments]`: runs a development tool, or a script of ours given by path, under a Node that
 * is new enough, whichever Node runs Yarn.
 */
import { realpathSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { become, findNode } from './private-node.mjs';

const [program, ...argv] = process.argv.slice(2);
if (program === undefined) {
  console.error('usage: node bin/run.mjs <program> [arguments]');
  process.exit(2);
}
const file = program.includes('/')
  ? program
  : realpathSync(fileURLToPath(new URL(`../node_modules/.bin/${program}`, import.meta.url)));
become(findNode(), [file, ...argv]);
