// A worker that does what lines of its prompt say, in their order; other lines mean nothing to it.
// Usage: agent-follows-orders.mjs <prompt file>
import { execFileSync } from 'node:child_process';
import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const ORDERS = {
  /** WRITE <path> <text> */
  WRITE: (path, ...text) => {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, `${text.join(' ')}\n`);
  },
  /** APPEND <path> <text> */
  APPEND: (path, ...text) => appendFileSync(path, `${text.join(' ')}\n`),
  DELETE: (path) => rmSync(path),
  /** GIT <words...>, with words that hold no space */
  GIT: (...words) => execFileSync('git', words, { stdio: 'pipe' }),
  SAY: (...text) => process.stdout.write(`${text.join(' ')}\n`),
  EXIT: (code) => process.exit(Number(code)),
  /** AWAIT <path>: until the file is there */
  AWAIT: async (path) => {
    while (!existsSync(path)) await sleep(5);
  },
  HANG: () => sleep(600_000),
};

for (const line of readFileSync(process.argv[2], 'utf8').split('\n')) {
  const [order, ...words] = line.split(' ');
  if (Object.hasOwn(ORDERS, order)) await ORDERS[order](...words);
}
