// A worker that knows which worktree it is in: it does what `<orders>/<worktree>.json` says next, or leaves what its role leaves.
// Usage: agent-of-version.mjs <prompt file> <role> <worktree> <orders>
import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';

const [, , promptFile, role, worktree, orders] = process.argv;
const prompt = readFileSync(promptFile, 'utf8');
const folder = /docs\/work-items\/[A-Za-z0-9_-]+/.exec(prompt)?.[0] ?? '.';
const name = basename(worktree);
appendFileSync(`${orders}/prompts.txt`, `${name} ${role}\n${prompt}\n`);

const file = `${orders}/${name}.json`;
const [order = null, ...rest] = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : [];
writeFileSync(file, JSON.stringify(rest));
if (order?.exit !== undefined) process.exit(order.exit);

const FILES = {
  developer: { 'made.txt': `made in ${name}\n` },
  reviewer: { [`${folder}/12-review.md`]: '---\nverdict: APPROVED\n---\n\nFine.\n' },
};
for (const [path, text] of Object.entries(order?.files ?? FILES[role] ?? {})) {
  const place = path.replace('{folder}', folder);
  mkdirSync(dirname(place), { recursive: true });
  writeFileSync(place, text);
}
process.stdout.write(`${role} in ${name}\n`);
