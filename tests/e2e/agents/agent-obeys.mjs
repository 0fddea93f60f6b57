// Does what the lines of its prompt file say, in their order:
//   WRITE <path> <text>     writes <text> and a newline, relative to the current directory
//   APPEND <path> <text>    adds a line
//   REMOVE <path>           deletes a file
//   MEET <dir> <count>      leaves a mark in <dir> and waits until <count> agents have done so
//   MARK <path>             leaves this process's id in a file of that absolute path
//   HANG <path>             does nothing any more as long as there is no such file
//   TRY <json argv>         runs a command and prints its exit code
// A prompt without such a line changes nothing and still succeeds.
// Usage: agent-obeys.mjs <prompt file>
import { spawnSync } from 'node:child_process';
import { appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const orders = {
  WRITE: (path, text) => {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, `${text}\n`);
  },
  APPEND: (path, text) => appendFileSync(path, `${text}\n`),
  REMOVE: (path) => rmSync(path),
  MEET: async (dir, count) => {
    mkdirSync(dir, { recursive: true });
    writeFileSync(join(dir, String(process.pid)), '');
    while (readdirSync(dir).length < Number(count)) await sleep(10);
  },
  MARK: (path) => writeFileSync(path, String(process.pid)),
  HANG: async (path) => {
    while (!existsSync(path)) await sleep(10);
  },
  TRY: (...words) => {
    const [program, ...rest] = JSON.parse(words.join(' '));
    const { status, stderr } = spawnSync(program, rest, { encoding: 'utf8' });
    process.stdout.write(`exit code ${status}: ${stderr}\n`);
  },
};

const prompt = readFileSync(process.argv[2], 'utf8');
for (const [line, order, first = '', rest = ''] of prompt.matchAll(/^([A-Z]+)(?: (\S+))?(?: (.*))?$/gm)) {
  if (!Object.hasOwn(orders, order)) continue;
  process.stdout.write(`${line}\n`);
  await orders[order](...[first, rest].filter((word) => word !== ''));
}
