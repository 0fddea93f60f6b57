/** Prints far more than a pipe holds, guarded or not, and says on stderr how it ended. */
import { createOutput } from '../../../../src/surfaces/cli/output.ts';

const [, , mode] = process.argv;
const output = createOutput(process.stdout, {});
if (mode === 'bare') process.stdout.removeAllListeners('error');

for (let index = 0; index < 100_000 && !output.closed.aborted; index += 1) {
  output.line(`line ${index}`);
  if (index % 1_000 === 0) await new Promise((resolve) => setImmediate(resolve));
}
process.stderr.write(
  `${mode}: aborted ${output.closed.aborted}, ${(await output.finish())?.code ?? 'nothing'} in the way\n`,
);
