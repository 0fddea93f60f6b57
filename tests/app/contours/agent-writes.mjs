// A worker that writes what the next order of `<orders>/<role>.json` says, and notes where it was and what it was told.
// A text `LINK <path>` makes a symbolic link.
// Usage: agent-writes.mjs <prompt file> <role> <orders>
import { execFileSync } from 'node:child_process';
import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

const [, , promptFile, role, orders] = process.argv;
const head = execFileSync('git', ['rev-parse', 'HEAD'], { encoding: 'utf8' }).trim();
const prompt = readFileSync(promptFile, 'utf8');
appendFileSync(`${orders}/seen.jsonl`, `${JSON.stringify({ role, cwd: process.cwd(), head, prompt })}\n`);

const path = `${orders}/${role}.json`;
const [order = {}, ...rest] = existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : [];
// The last one stands for all that follow.
if (rest.length > 0) writeFileSync(path, JSON.stringify(rest));
const folder = /docs\/work-items\/[A-Za-z0-9_-]+/.exec(prompt)?.[0] ?? '.';
for (const [name, text] of Object.entries(order)) {
  const file = name.replace('WORK_ITEM', folder);
  mkdirSync(dirname(file), { recursive: true });
  rmSync(file, { force: true });
  if (text.startsWith('LINK ')) symlinkSync(text.slice('LINK '.length), file);
  else writeFileSync(file, text);
}
process.stdout.write(`${role} is done and says DEVELOPER-TRANSCRIPT-${role}\n`);
