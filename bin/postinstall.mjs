/**
 * After an installation: fetches Node 24 from npm where the installed Node is too old for the program. Once; nothing on
 * a newer Node. Registry, proxy and certificates are those of npm's own configuration.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { isSupported, privateNode, privateNodeDirectory, privateNodePackage } from './private-node.mjs';

function fail(reason) {
  console.error(`orchestrator needs Node 22.18 or newer; fetching ${privateNodePackage} for this Node ${process.versions.node} failed: ${reason}
Fix: install Node 22.18 or newer, or mend the cause and run "node ${process.argv[1]}".`);
  process.exit(1);
}

if (!isSupported() && !existsSync(privateNode)) {
  console.error(`Node ${process.versions.node} is older than 22.18: fetching ${privateNodePackage} from npm, once.`);
  // An installation around us (npm install --global, --dry-run, ...) hands its own options down in the environment.
  const inherited =
    /^npm_config_(global|location|prefix|local_prefix|dry_run|omit|include|save.*|workspaces?|.*_strategy)$/i;
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !inherited.test(name)));
  const options = '--no-save --no-package-lock --no-audit --no-fund --loglevel=error'.split(' ');
  const npm = spawnSync('npm', ['install', '--prefix', privateNodeDirectory, ...options, privateNodePackage], {
    env,
    stdio: ['ignore', 2, 2],
  });
  if (npm.error) fail(`npm could not be started (${npm.error.message})`);
  if (npm.status !== 0) fail(`npm ended with ${npm.status ?? npm.signal}`);

  const check = spawnSync(privateNode, ['--version'], { encoding: 'utf8' });
  if (check.status !== 0) fail(`${privateNode} does not run (${check.error?.message ?? check.stderr})`);
}
