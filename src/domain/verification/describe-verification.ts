import { describeStep, type ScenarioStep, type VerificationRecord } from './verification.ts';

/** What was found in a browser as the next worker reads it: the defects, each with its step, and where to look. */
export const describeVerification = (
  { findings, snapshots, log, steps }: VerificationRecord,
  scenario: readonly ScenarioStep[],
): string =>
  [
    'Found while the page was used in a browser:',
    ...findings.map(({ kind, step, text }, index) => `${index + 1}. ${KINDS[kind]}${during(scenario, step)}: ${text}`),
    ...(steps.done < steps.total ? [`The scenario ended after ${steps.done} of ${steps.total} steps.`] : []),
    ...snapshots.map(
      ({ name, image, text }) => `Snapshot "${name}": ${image === null ? text : `${image} and ${text}`}`,
    ),
    `Output of the server: ${log}`,
  ].join('\n');

const KINDS = {
  console: 'error on the console',
  'page-error': 'error that nobody caught',
  request: 'request that failed',
  response: 'request that was answered with an error',
  blocked: 'request to another machine, which was blocked',
  step: 'step that did not succeed',
  server: 'server',
} as const;

const during = (scenario: readonly ScenarioStep[], number: number): string => {
  const step = scenario[number - 1];
  return step === undefined ? '' : ` (step ${number}, ${describeStep(step)})`;
};
