import { mergeFindings, type SharedFinding } from './findings.ts';
import { reviewFindings } from './review-findings.ts';

/** One of several reviews of the same candidate. */
export interface ReviewOf {
  /** Number of the version that wrote it. */
  readonly version: number;
  /** What the review gate said of it: its prose is no verdict (INV-3). */
  readonly isApproved: boolean;
  /** The whole file. */
  readonly text: string;
}

/**
 * All reviews of a candidate as one, in the form that the review gate reads: the strictest verdict, and each finding once with who
 * reported it. A review whose findings cannot be told apart stands there as it is, so that nothing of it is lost.
 * @param item the id of the work item
 */
export const mergedReview = (item: string, reviews: readonly ReviewOf[]): string => {
  const reports = reviews.map((review) => ({ source: review.version, findings: reviewFindings(review.text) }));
  const findings = mergeFindings(reports);
  const verdict = reviews.every(({ isApproved }) => isApproved) ? 'APPROVED' : 'REQUEST_CHANGES';
  const plain = reviews.filter(({ version }) =>
    reports.some(({ source, findings: found }) => source === version && found.length === 0),
  );
  return [
    '---',
    'type: review',
    `work_item_id: ${item}`,
    `verdict: ${verdict}`,
    `versions: [${reviews.map(({ version }) => version).join(', ')}]`,
    '---',
    '',
    `${reviews.length} reviewers have looked at the same candidate, and none knew of the others.`,
    '',
    ...reviews.map(({ version, isApproved }) => `- Version ${version}: ${isApproved ? 'approved' : 'wants changes'}`),
    '',
    '## Findings',
    '',
    ...(findings.length === 0 ? ['None that stand by themselves.'] : findings.flatMap(entryOf)),
    ...plain.flatMap(({ version, text }) => ['', `## Version ${version} in its own words`, '', bodyOf(text)]),
    '',
  ].join('\n');
};

const entryOf = ({ severity, text, sources, others }: SharedFinding): readonly string[] => {
  const told = sources.length === 1 ? `version ${sources[0]}` : `versions ${sources.join(', ')}`;
  return [
    `- **${severity}** ${setIn(text)}`,
    `  (reported by ${told})`,
    ...others.map((other) => `  Version ${other.source} (${other.severity}): ${setIn(other.text)}`),
  ];
};

/** Its further lines belong to the list entry that the first one stands in. */
const setIn = (text: string): string =>
  text
    .split('\n')
    .map((line, index) => (index === 0 ? line : `  ${line}`.trimEnd()))
    .join('\n');

const bodyOf = (text: string): string =>
  text
    .replaceAll('\r\n', '\n')
    .replace(/^\uFEFF?---\n[\s\S]*?\n---\n/, '')
    .trim();
