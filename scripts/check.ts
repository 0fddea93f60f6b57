/** `yarn check`: every check, also after one has failed, and what each said if it was not content. */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

const steps = [
  { name: 'format and lint', argv: ['node_modules/@biomejs/biome/bin/biome', 'check', '--error-on-warnings'] },
  { name: 'types', argv: ['node_modules/typescript/bin/tsc', '--project', '.'] },
  { name: 'layers', argv: ['scripts/check-layers.ts'] },
  { name: 'dead code', argv: ['node_modules/knip/bin/knip.js', '--no-progress'] },
  { name: 'docs', argv: ['scripts/check-docs.ts'] },
  { name: 'formats', argv: ['scripts/check-formats.ts'] },
];

/** Runs one step under this Node; its output is held back, so that a red step stands in one piece. */
function run(argv: string[]): Promise<{ passed: boolean; output: string }> {
  const child = spawn(process.execPath, argv, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
  const output: Buffer[] = [];
  child.stdout.on('data', (chunk) => output.push(chunk));
  child.stderr.on('data', (chunk) => output.push(chunk));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ passed: code === 0, output: Buffer.concat(output).toString() }));
  });
}

const failed: string[] = [];
for (const { name, argv } of steps) {
  const start = performance.now();
  const { passed, output } = await run(argv);
  if (!passed) {
    failed.push(name);
    console.log(`\n${output.trimEnd()}\n`);
  }
  console.log(`${passed ? 'ok    ' : 'FAILED'} ${name} (${((performance.now() - start) / 1000).toFixed(1)} s)`);
}
console.log(failed.length === 0 ? 'All checks passed.' : `Not passed: ${failed.join(', ')}.`);
process.exitCode = failed.length === 0 ? 0 : 1;
