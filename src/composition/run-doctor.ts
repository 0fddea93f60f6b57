import type { App } from '../app/app.ts';
import { examine } from '../app/home/doctor.ts';
import type { Finding } from '../app/repositories/finding.ts';
import { OrchestratorError } from '../domain/errors.ts';

/** `doctor` answers where nothing else opens: what keeps the app from being built is a finding with its fix. */
export async function* runDoctor(
  open: () => Promise<{ app: App; close: () => Promise<void> }>,
  options: { readonly fix: boolean },
): AsyncIterable<Finding> {
  yield { check: 'node', ok: true, detail: process.version, fix: null };
  try {
    const { app, close } = await open();
    yield { check: 'settings', ok: true, detail: `state in ${app.settings.layout.home}`, fix: null };
    try {
      yield* examine(app, options);
    } finally {
      await close();
    }
  } catch (error) {
    if (!(error instanceof OrchestratorError)) throw error;
    yield { check: error.code, ok: false, detail: error.message, fix: error.next };
  }
}
