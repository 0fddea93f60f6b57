import { packageManager, readScripts } from '../app/gates/find-checks.ts';
import { parseVerification } from '../config/parse-verification.ts';
import { OrchestratorError } from '../domain/errors.ts';
import type { Settings } from '../domain/settings.ts';
import { VERIFICATION_FILE, type VerificationPlan } from '../domain/verification/verification.ts';
import type { TargetFiles } from './rules.ts';

/**
 * How the target is looked at in a browser: as the person's configuration says, else as a file of main does; null: not at all. A
 * repository names a script of its package.json and no command, as its checks are found (INV-3).
 * Rejects with `verification-invalid`.
 */
export const loadVerification = async (
  settings: Pick<Settings, 'verification'>,
  target: Pick<TargetFiles, 'read'>,
): Promise<VerificationPlan | null> => {
  if (settings.verification !== null) return settings.verification;
  const text = await target.read(VERIFICATION_FILE);
  if (text === null) return null;
  const { server, ...plan } = parseVerification(text, `main:${VERIFICATION_FILE}`);
  const { script, ...rest } = server;
  if (typeof readScripts(await target.read('package.json'))[script] !== 'string') {
    throw new OrchestratorError(
      'verification-invalid',
      `main:${VERIFICATION_FILE}: server.script: package.json on main has no script "${script}".`,
      'Name one that it has, or set `verification` with a command in your own configuration.',
    );
  }
  const files = ['yarn.lock', 'pnpm-lock.yaml'];
  const present = await Promise.all(files.map(async (file) => ((await target.read(file)) === null ? [] : [file])));
  return { ...plan, server: { ...rest, command: [packageManager(new Set(present.flat())), 'run', script] } };
};
