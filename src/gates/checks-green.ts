import type { CheckRun, GateAnswer } from '../domain/verdict/verdict.ts';
import { fail, type Gate, pass } from './gate.ts';

export const checksGreen: Gate<'checks'> = {
  name: 'checks-green',
  artifact: null,
  fields: [],
  description: 'The checks of main, run by the harness at the candidate, are green.',
  needs: ['checks'],
  judge: ({ checks }) => judgeChecks(checks),
};

/** Green is: every check ran to its end with exit code 0, or is red on main in the same way where the person allows that. */
export const judgeChecks = (checks: readonly CheckRun[] | 'none'): GateAnswer => {
  if (checks === 'none') return pass('there are no checks: the configuration says so');
  if (checks.length === 0) return fail('no check was run');
  const red = checks.filter((check) => check.exitCode !== 0 && !check.knownRed);
  const first = red[0];
  if (first !== undefined) {
    const how = first.exitCode === null ? 'did not end' : `exit code ${first.exitCode}`;
    return fail(`${first.command}: ${how}${red.length > 1 ? ` (and ${red.length - 1} more)` : ''}`, { checks });
  }
  const known = checks.filter((check) => check.knownRed).map((check) => check.command);
  const reason = `${checks.length} ${checks.length === 1 ? 'check' : 'checks'} green`;
  return pass(known.length === 0 ? reason : `${reason}, of these red on main too: ${known.join(', ')}`, { checks });
};
