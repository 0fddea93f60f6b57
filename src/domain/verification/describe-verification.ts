import { printableLine } from '../text/printable.ts';
import { type Defect, describeStep, type ScenarioStep, type VerificationRecord } from './verification.ts';

/** What was found in a browser as the next worker reads it: the defects, each with its step, and where to look. */
export const describeVerification = (
  { findings, snapshots, log, steps }: VerificationRecord,
  scenario: readonly ScenarioStep[],
): string =>
  [
    'Found while the page was used in a browser:',
    ...findings.map((finding, index) => `${index + 1}. ${describeDefect(finding, scenario)}`),
    ...(steps.done < steps.total ? [`The scenario ended after ${steps.done} of ${steps.total} steps.`] : []),
    ...snapshots.map(
      ({ name, image, text }) => `Snapshot "${name}": ${image === null ? text : `${image} and ${text}`}`,
    ),
    `Output of the server: ${log}`,
  ].join('\n');

/** The same defects for a list or a reason: all on one line, no more of them and of each than a reader takes in. */
export const nameDefects = (findings: readonly Defect[], scenario: readonly ScenarioStep[] = []): string => {
  const named = findings.slice(0, MOST_NAMED).map((finding) => {
    const [first = ''] = describeDefect(finding, scenario).split('\n');
    return printableLine(first.length > LONGEST_NAME ? `${first.slice(0, LONGEST_NAME)}…` : first);
  });
  const more = findings.length - named.length;
  return [...named, ...(more > 0 ? [`and ${more} more`] : [])].join('; ');
};

const MOST_NAMED = 5;
const LONGEST_NAME = 200;

const describeDefect = ({ kind, step, text }: Defect, scenario: readonly ScenarioStep[]): string =>
  `${KINDS[kind]}${during(scenario, step)}: ${text}`;

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
  if (number === 0) return '';
  const step = scenario[number - 1];
  return ` (step ${number}${step === undefined ? '' : `, ${describeStep(step)}`})`;
};
