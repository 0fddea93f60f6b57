// A developer that writes, in its n-th run, the files of `<rounds>/<n>.json`, and keeps its prompt beside them.
// Usage: agent-in-rounds.mjs <prompt file> <rounds>
import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const [, , promptFile, rounds] = process.argv;
let round = 1;
while (existsSync(join(rounds, `${round}.prompt`))) round += 1;
copyFileSync(promptFile, join(rounds, `${round}.prompt`));
for (const [path, text] of Object.entries(JSON.parse(readFileSync(join(rounds, `${round}.json`), 'utf8')))) {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}
process.stdout.write(`round ${round} is done\n`);
