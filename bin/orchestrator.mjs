#!/usr/bin/env node
/**
 * The launcher: runs the program under this Node, or under the one fetched at install where this one is too old.
 * It leaves PATH alone, so that workers and checks meet the caller's own Node.
 */
import { existsSync } from 'node:fs';
import module from 'node:module';
import { fileURLToPath } from 'node:url';
import { announceOnce, become, findNode, isSupported } from './private-node.mjs';

if (isSupported()) {
  module.enableCompileCache();
  const source = new URL('../src/main.ts', import.meta.url);
  const bundle = new URL('../dist/main.js', import.meta.url);
  const { main } = await import((existsSync(source) ? source : bundle).href);
  process.exitCode = await main(process.argv.slice(2));
} else {
  const node = findNode();
  announceOnce();
  become(node, [fileURLToPath(new URL('./tethered.mjs', import.meta.url)), ...process.argv.slice(2)], { tether: true });
}
