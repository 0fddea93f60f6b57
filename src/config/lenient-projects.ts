import type { Project } from '../domain/project/project.ts';
import { describeIssues } from './describe-issue.ts';
import { projectSchema, repeatedKey } from './project-list.ts';

/** The records of a text that can be used, and a sentence for each thing that cannot. */
interface LenientList {
  readonly value: readonly unknown[];
  readonly warnings: readonly string[];
}

/**
 * Reads the text of `ORCH_PROJECTS_JSON`. One bad entry must not take the others with it: it is skipped, and what is wrong with it
 * is a warning. Keys that nobody knows are dropped. What comes back fits the schema of the list.
 */
export const readProjectsText = (text: string): LenientList => {
  const entries = parseArray(text);
  if (entries === null) return { value: [], warnings: ['expected a JSON array of projects; it counts as empty'] };
  const accepted: Accepted[] = [];
  const warnings: string[] = [];
  for (const [index, entry] of entries.entries()) {
    const { record, ignored } = usableParts(entry);
    const judged = judge(record, accepted);
    const problems = typeof judged === 'string' ? [...ignored, `${judged}; it is skipped`] : ignored;
    warnings.push(...problems.map((problem) => `item ${index + 1}: ${problem}`));
    if (typeof judged !== 'string') accepted.push(judged);
  }
  return { value: accepted.map(({ record }) => record), warnings };
};

type JsonRecord = Readonly<Record<string, unknown>>;

interface Accepted {
  readonly record: JsonRecord;
  readonly project: Project;
}

/** What a variable must say of a project; a file may leave to the defaults what no tracker needs. */
const REQUIRED = ['plane_project_id', 'repo', 'work_item_prefix'] as const;

const OVERRIDES = ['agent_models', 'agent_efforts'] as const;

const parseArray = (text: string): readonly unknown[] | null => {
  try {
    const parsed: unknown = JSON.parse(text);
    return Array.isArray(parsed) ? parsed : null;
  } catch {
    return null;
  }
};

/** The known keys of an entry, its override maps made of texts; a map that is none counts as empty. */
const usableParts = (entry: unknown): { readonly record: JsonRecord; readonly ignored: readonly string[] } => {
  if (!isRecord(entry)) return { record: {}, ignored: [] };
  const record = Object.fromEntries(
    Object.entries(entry).filter(([key, value]) => Object.hasOwn(KNOWN_KEYS, key) && value !== null),
  );
  const maps = OVERRIDES.map((key) => [key, isRecord(record[key]) ? textsOf(record[key]) : {}] as const);
  const ignored = OVERRIDES.filter((key) => record[key] !== undefined && !isRecord(record[key]));
  return {
    record: { ...record, ...Object.fromEntries(maps) },
    ignored: ignored.map((key) => `${key}: expected a map by role; it counts as empty`),
  };
};

/** The record as a project, or what is wrong with it. */
const judge = (record: JsonRecord, earlier: readonly Accepted[]): Accepted | string => {
  const missing = REQUIRED.filter((key) => record[key] === undefined);
  if (missing.length > 0) return `missing ${missing.join(', ')}`;
  const result = projectSchema.safeParse(record);
  if (!result.success) {
    const findings = describeIssues(projectSchema, result.error.issues);
    return findings.map(({ path, message }) => `${path.map(String).join('.')}: ${message}`).join('; ');
  }
  const twin = repeatedKey(
    result.data,
    earlier.map(({ project }) => project),
  );
  return twin === null ? { record, project: result.data } : `${twin} stands twice`;
};

const KNOWN_KEYS = projectSchema.in.shape;

const isRecord = (value: unknown): value is JsonRecord =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const textsOf = (map: JsonRecord): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(map).map(([role, value]) => [role, String(value)]));
