import { tellingOutput } from '../../domain/checks/check-output.ts';
import { printable } from '../../domain/text/printable.ts';
import type { Defect } from '../../domain/verification/verification.ts';
import type { App } from '../app.ts';

/** Bytes of the server's output that are looked at, and characters of it that a finding repeats. */
const LOOKED_AT = 64 * 1024;
const REPEATED = 4_000;

/** What went wrong with the server, with the telling part of what it printed. */
export const serverDefect = async (
  app: Pick<App, 'files' | 'redact'>,
  log: string,
  trouble: string,
): Promise<Defect> => {
  const printed = tellingOutput(printable(app.redact(await app.files.tail(log, LOOKED_AT))), REPEATED).trim();
  return {
    kind: 'server',
    step: 0,
    text: printed === '' ? `${trouble}; it printed nothing` : `${trouble}\n${printed}`,
  };
};
