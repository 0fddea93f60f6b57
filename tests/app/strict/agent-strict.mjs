// A worker that leaves what its role leaves in the strict stages, or what the next order of `<orders>/<role>.json` says.
// Usage: agent-strict.mjs <prompt file> <role> <orders>
import { execFileSync } from 'node:child_process';
import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

const [, , promptFile, role, orders] = process.argv;
const prompt = readFileSync(promptFile, 'utf8');
const folder = /docs\/work-items\/[A-Za-z0-9_-]+/.exec(prompt)?.[0] ?? '.';
const slug = /task-([a-z0-9-]+)/.exec(process.cwd())?.[1] ?? 'task';

const USUAL = {
  researcher: { files: { [`${folder}/05-research.md`]: '# Answers\n' } },
  executor: { files: { [`${slug}.txt`]: 'Hello.\n' } },
  'test-author': { files: { [`tests/${slug}.test.txt`]: 'It greets.\n' } },
  reviewer: { files: { [`${folder}/12-review.md`]: '---\nverdict: APPROVED\nopen: []\n---\nFine.\n' }, commit: false },
  fixer: { files: {} },
  deployer: { files: { [`${folder}/14-deploy-log.md`]: '---\ndeploy_status: SUCCESS\n---\n' }, commit: false },
};

/** The next order for this role, used up by this run. */
const order = (() => {
  const path = `${orders}/${role}.json`;
  if (!existsSync(path)) return {};
  const [first = {}, ...rest] = JSON.parse(readFileSync(path, 'utf8'));
  if (rest.length === 0) rmSync(path);
  else writeFileSync(path, JSON.stringify(rest));
  return first;
})();

const git = (...argv) => execFileSync('git', argv, { stdio: ['ignore', 'ignore', 'inherit'] });
const { files, commit = true, last = 'COMPLETED' } = { ...USUAL[role], ...order };
for (const [name, text] of Object.entries(files)) {
  const path = name.replace('{item}', folder);
  mkdirSync(dirname(path) || '.', { recursive: true });
  writeFileSync(path, text);
}
for (const name of order.removed ?? []) rmSync(name);
for (const [name, target] of Object.entries(order.links ?? {})) {
  const path = name.replace('{item}', folder);
  mkdirSync(dirname(path) || '.', { recursive: true });
  symlinkSync(target, path);
}
if (role === 'executor' && order.files === undefined) appendFileSync(`${slug}.txt`, 'One more step.\n');
if (commit) {
  const { message = `feat: the work of the ${role}`, amend = false } = order;
  git('add', '--all');
  const anew = amend ? ['--amend'] : [];
  git('commit', '--allow-empty', '--allow-empty-message', '--quiet', ...anew, '--message', message);
}
for (const [name, text] of Object.entries(order.uncommitted ?? {})) writeFileSync(name, text);
process.stdout.write(`I was the ${role}.\n${last}\n`);
