#!/usr/bin/env node
/**
 * Installs the real coding CLIs that the suites in this folder run, each in a folder of its own:
 * `node tests/agents/install-cli.mjs codex [claude] [opencode]`. They are several hundred megabytes each, too much for
 * a development dependency. `ORCHESTRATOR_AGENT_CLIS` names another place for them.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const clis = JSON.parse(readFileSync(join(import.meta.dirname, 'agent-clis.json'), 'utf8'));
const cache = process.env.ORCHESTRATOR_AGENT_CLIS || join(import.meta.dirname, '../../node_modules/.cache/agent-clis');
const names = process.argv.slice(2);
const unknown = names.filter((name) => !Object.hasOwn(clis, name));
if (names.length === 0 || unknown.length > 0) {
  process.stderr.write(`usage: install-cli.mjs ${Object.keys(clis).join('|')} ...\n`);
  process.exit(2);
}

for (const name of names) {
  const { package: packageName, version } = clis[name];
  const prefix = join(cache, name);
  const manifest = join(prefix, 'node_modules', packageName, 'package.json');
  const present = existsSync(manifest) && JSON.parse(readFileSync(manifest, 'utf8')).version === version;
  if (!present) {
    mkdirSync(prefix, { recursive: true });
    const argv = ['install', '--prefix', prefix, '--no-audit', '--no-fund', `${packageName}@${version}`];
    const { status, error } = spawnSync('npm', argv, { stdio: ['ignore', 2, 2] });
    if (error || status !== 0) {
      process.stderr.write(
        `${packageName}@${version} could not be installed: ${error?.message ?? `npm ended with ${status}`}\n`,
      );
      process.exit(1);
    }
  }
  process.stdout.write(`${join(prefix, 'node_modules', '.bin', name)}\n`);
}
