// A worker for the chaos suite. Does what lines `WRITE <path> <text>` of its prompt say, keeps a record of itself in a
// ledger outside of the worktree, and outlives a dead orchestrator for as long as nobody ends it.
// Usage: worker.mjs <prompt file> <ledger directory>
import { appendFileSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const [, , promptFile, ledger] = process.argv;
const job = basename(promptFile, '.prompt.md');
const worktree = basename(process.cwd());
const record = (what) => appendFileSync(join(ledger, 'workers.log'), `${what} ${job} ${worktree} ${process.pid}\n`);

const isRunning = (pid, script) => {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(script);
  } catch {
    return false;
  }
};

process.on('SIGTERM', () => record('deaf'));
record('start');
const place = join(ledger, `${worktree}.pid`);
const other = existsSync(place) ? readFileSync(place, 'utf8') : '';
if (other !== '' && isRunning(other, 'worker.mjs')) record(`overlap-with-${other}`);
writeFileSync(place, String(process.pid));

for (const [, path, text] of readFileSync(promptFile, 'utf8').matchAll(/^WRITE (\S+) (.*)$/gm)) {
  writeFileSync(path, `${text}\n`);
  process.stdout.write(`wrote ${path}\n`);
  await sleep(40);
}
for (let waits = 0; !isRunning(process.ppid, 'victim.ts') && waits < 600; waits++) await sleep(100);
rmSync(place, { force: true });
record('end');
