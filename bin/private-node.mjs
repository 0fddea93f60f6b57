/**
 * Finds and starts a Node that can run the program. Plain JavaScript, because it has to parse on Node 18.
 */
import { spawn } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { constants } from 'node:os';
import { fileURLToPath } from 'node:url';

/** The package that carries the Node binary, and where postinstall.mjs puts it. */
export const privateNodePackage = 'node@24';
export const privateNodeDirectory = fileURLToPath(new URL('../.node', import.meta.url));
export const privateNode = `${privateNodeDirectory}/node_modules/node/bin/node`;

/** Node 22.18 is the first that runs TypeScript without a flag; the 23 line ended before our dependencies began. */
export function isSupported(version = process.versions.node) {
  const [major, minor] = version.split('.').map(Number);
  return major >= 24 || (major === 22 && minor >= 18);
}

/**
 * The path of a Node that is new enough: the running one, else the one fetched at install.
 * Says how to mend it and ends the process with 2 where there is neither.
 */
export function findNode() {
  if (isSupported()) return process.execPath;
  if (existsSync(privateNode)) return privateNode;
  const postinstall = fileURLToPath(new URL('./postinstall.mjs', import.meta.url));
  console.error(`orchestrator needs Node 22.18 or newer. This is Node ${process.versions.node}, and no newer one was fetched at install.
Fix: run "node ${postinstall}" once (it fetches Node 24 from npm), or install Node 22.18 or newer.`);
  return process.exit(2);
}

/** Says on stderr that the program runs under Node 24, the first time only. */
export function announceOnce() {
  try {
    writeFileSync(`${privateNodeDirectory}/announced`, '', { flag: 'wx' });
  } catch {
    return; // said before, or an installation of another user where we could not remember that we said it
  }
  console.error(
    `Node ${process.versions.node} is too old for orchestrator: it runs under the Node 24 fetched at install.`,
  );
}

/**
 * Runs `node ...argv` as if it were this process: same terminal, environment and signals, and the same end.
 * With `tether`, the child is given a channel by which it notices that this process was killed.
 */
export function become(node, argv, { tether = false } = {}) {
  const child = spawn(node, argv, { stdio: ['inherit', 'inherit', 'inherit', ...(tether ? ['ipc'] : [])] });
  // A terminal sends Ctrl-C to both of us; passed on it would count twice, and the second one means "at once".
  const terminal = process.stdin.isTTY || process.stdout.isTTY || process.stderr.isTTY;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => {
      if (!(signal === 'SIGINT' && terminal)) child.kill(signal);
    });
  }
  child.on('error', (error) => {
    console.error(`${node} could not be started: ${error.message}`);
    process.exit(2);
  });
  child.on('exit', (code, signal) => {
    if (signal === null) return process.exit(code);
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
    // A signal that we cannot die of, or not at once, still has to be told to the caller.
    return setTimeout(() => process.exit(128 + constants.signals[signal]), 100);
  });
}
