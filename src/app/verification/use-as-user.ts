import type { Defect, VerificationPlan, VerificationRecord } from '../../domain/verification/verification.ts';
import type { App } from '../app.ts';
import { describeEnd } from '../gates/run-step.ts';
import { markerOf } from '../home/marker.ts';
import { checkEnvironment } from '../jobs/child-environment.ts';
import type { RunScope } from '../run-scope.ts';
import { serverDefect } from './server-defect.ts';
import type { RunningServer } from './start-server.ts';

type Needs = Pick<App, 'browser' | 'processes' | 'files' | 'clock' | 'settings' | 'redact'>;

/**
 * Drives the scenario in a browser, for as long as the server lives and a check may take, and ends whatever the browser left behind
 * (INV-8). Rejects when the run is stopped.
 */
export const useAsUser = async (
  app: Needs,
  scope: RunScope,
  plan: VerificationPlan,
  record: VerificationRecord,
  { server, profile }: { readonly server: RunningServer; readonly profile: string },
): Promise<Pick<VerificationRecord, 'steps' | 'findings' | 'snapshots'>> => {
  const { checkTimeoutMs, killGraceMs } = app.settings.limits;
  const cut = new AbortController();
  const over = new AbortController();
  const marker = markerOf(app, scope.run, `browser-${record.number}`);
  let isLate = false;
  const setLate = (): void => {
    isLate = true;
    cut.abort();
  };
  app.clock.sleep(checkTimeoutMs, over.signal).then(setLate, () => undefined);
  void server.ended.then(() => cut.abort());
  await app.files.remove(profile);
  try {
    const visited = await app.browser.visit({
      url: server.url,
      steps: plan.scenario,
      allow: plan.allow,
      stepTimeoutMs: plan.stepTimeoutMs,
      directory: record.directory,
      profile,
      env: checkEnvironment(app.settings),
      marker,
      signal: AbortSignal.any([scope.signal, cut.signal]),
    });
    scope.signal.throwIfAborted();
    const { done, snapshots } = visited;
    const end = await server.end();
    const findings: readonly Defect[] = [
      ...visited.findings,
      ...(isLate ? [tooLate(done + 1, checkTimeoutMs)] : []),
      ...(end === null
        ? []
        : [await serverDefect(app, record.log, `it ended while it was used: ${describeEnd(end, checkTimeoutMs)}`)]),
    ];
    return {
      steps: { ...record.steps, done },
      findings: findings.map((finding) => ({ ...finding, text: app.redact(finding.text) })),
      snapshots,
    };
  } finally {
    over.abort();
    await app.processes.endMarked((other) => other === marker, killGraceMs);
    await app.files.remove(profile);
  }
};

const tooLate = (step: number, timeoutMs: number): Defect => ({
  kind: 'step',
  step,
  text: `the scenario did not end within ${timeoutMs / 1000} s`,
});
