import type { Argv } from '../../domain/argv.ts';
import { OrchestratorError } from '../../domain/errors.ts';
import type { Settings } from '../../domain/settings.ts';
import { hardDenial } from '../../guard/hard-denials.ts';

/**
 * What a person wrote runs as written, but for what nobody may (INV-6): a push, a privilege, force.
 * @param found commands besides those of the settings
 * @throws OrchestratorError `config-invalid`
 */
export const refuseHardDenied = (
  { checks, worker }: Pick<Settings, 'checks' | 'worker'>,
  found: readonly Argv[] = [],
): void => {
  for (const argv of [...found, ...(checks.checks ?? []), ...(checks.setup ?? []), worker.command ?? []]) {
    const denial = hardDenial(argv);
    if (denial === null) continue;
    throw new OrchestratorError(
      'config-invalid',
      `"${argv.join(' ')}" is refused (${denial.rule}): ${denial.reason}`,
      'Take it out of the checks, the set-up or the worker command.',
    );
  }
};
