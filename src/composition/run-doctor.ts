import type { App } from '../app/app.ts';
import { examine } from '../app/home/doctor.ts';
import { bad, type Finding, good } from '../app/repositories/finding.ts';
import { OrchestratorError } from '../domain/errors.ts';

/** `doctor` answers where nothing else opens: what keeps the app from being built is a finding with its fix. */
export async function* runDoctor(
  open: () => Promise<{ app: App; close: () => Promise<void> }>,
  options: { readonly fix: boolean },
): AsyncIterable<Finding> {
  yield good('node', process.version);
  try {
    const { app, close } = await open();
    yield good('settings', `state in ${app.settings.layout.home}`);
    try {
      yield* examine(app, options);
    } finally {
      await close();
    }
  } catch (error) {
    if (!(error instanceof OrchestratorError)) throw error;
    yield bad(error.code, error.message, error.next);
  }
}
