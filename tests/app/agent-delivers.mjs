// A worker that leaves what its role leaves in the delivery pipeline, or what the next order of `<orders>/<role>.json` says.
// Usage: agent-delivers.mjs <prompt file> <role> <orders>
import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

const [, , promptFile, role, orders] = process.argv;
const prompt = readFileSync(promptFile, 'utf8');
const folder = /docs\/work-items\/[A-Za-z0-9_-]+/.exec(prompt)?.[0] ?? '.';
const verdict = (field, value) => `---\n${field}: ${value}\n---\n\nThe report.\n`;

const FILES = {
  analyst: {
    '01-brd.md': 'Wanted: a greeting.\n',
    '02-trz.md': 'One file.\n',
    '03-acceptance-criteria.md': 'AC-1: it greets.\n',
    '04-test-plan.yaml': 'tests: []\n',
  },
  architect: { '06-adr/ADR-001-file.md': '# One file\n' },
  reviewer: { '12-review.md': verdict('verdict', 'APPROVED') },
  tester: { '13-test-report.md': verdict('result', 'PASS') },
  deployer: prompt.includes('You work in the stage `deploy-staging`')
    ? { '15-staging-log.md': verdict('staging_status', 'SUCCESS') }
    : { '14-deploy-log.md': verdict('deploy_status', 'SUCCESS') },
};

const write = (path, text) => {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
};

/** The next order for this role, used up by this run. */
const order = (() => {
  const path = `${orders}/${role}.json`;
  if (!existsSync(path)) return null;
  const [first = null, ...rest] = JSON.parse(readFileSync(path, 'utf8'));
  if (rest.length === 0) rmSync(path);
  else writeFileSync(path, JSON.stringify(rest));
  return first;
})();

if (order?.exit !== undefined) process.exit(order.exit);
for (const [name, text] of Object.entries(order?.files ?? FILES[role] ?? {})) write(`${folder}/${name}`, text);
if (role === 'developer') {
  appendFileSync('greet.txt', 'One more round.\n');
  write('CHANGELOG.md', '- A greeting.\n');
}
process.stdout.write(
  `${JSON.stringify({ type: 'result', usage: { input_tokens: 900, cache_read_input_tokens: 100, output_tokens: 50 }, total_cost_usd: 0.25 })}\n`,
);
