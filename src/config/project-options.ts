import { OrchestratorError } from '../domain/errors.ts';
import type { Project } from '../domain/project/project.ts';
import { describeIssues } from './describe-issue.ts';
import { projectSchema } from './project-list.ts';

/**
 * A project from the words of `repo add`.
 * @param options texts by the name of their option, in camel case; lists and maps are JSON
 * @throws OrchestratorError `usage` with a line for every mistake
 */
export const projectFromOptions = (
  repo: string,
  path: string,
  options: Readonly<Record<string, string>>,
): Project & { readonly path: string } => {
  const typed: Readonly<Record<string, string>> = { ...options, repo, path };
  const record = Object.fromEntries(
    OPTIONS.flatMap(({ key, option, json }) => {
      const text = typed[option];
      return text === undefined ? [] : [[key, json === true ? decoded(text) : text] as const];
    }),
  );
  const result = projectSchema.safeParse(record);
  if (result.success) return { ...result.data, path };
  const lines = describeIssues(projectSchema, result.error.issues).map(
    ({ path: [key], message }) => `${OPTIONS.find((each) => each.key === key)?.shown ?? String(key)}: ${message}`,
  );
  throw new OrchestratorError('usage', lines.join('\n'), 'Correct what is named; see `orchestrator repo add --help`.');
};

interface ProjectOption {
  /** In the registry's records. */
  readonly key: string;
  readonly option: string;
  readonly shown: string;
  readonly json?: true;
}

const OPTIONS: readonly ProjectOption[] = [
  { key: 'repo', option: 'repo', shown: 'id' },
  { key: 'path', option: 'path', shown: 'path' },
  { key: 'plane_project_id', option: 'trackerProject', shown: '--tracker-project' },
  { key: 'work_item_prefix', option: 'prefix', shown: '--prefix' },
  { key: 'name', option: 'name', shown: '--name' },
  { key: 'agent_models', option: 'models', shown: '--models', json: true },
  { key: 'agent_efforts', option: 'efforts', shown: '--efforts', json: true },
  { key: 'checks', option: 'checks', shown: '--checks', json: true },
  { key: 'setup', option: 'setup', shown: '--setup', json: true },
  { key: 'max_concurrency', option: 'maxConcurrency', shown: '--max-concurrency', json: true },
];

/** Text that is no JSON is left as it is: the schema says what was expected instead. */
const decoded = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
};
