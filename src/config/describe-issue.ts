import { closest } from 'fastest-levenshtein';
import { z } from 'zod';

type Issue = z.core.$ZodIssue;
type JsonSchema = z.core.JSONSchema.JSONSchema;

/** One thing that is wrong, at the place where it stands inside the value. */
interface Finding {
  readonly path: readonly PropertyKey[];
  /** True where the key itself is wrong, not what it holds. */
  readonly atKey: boolean;
  readonly message: string;
}

/**
 * What zod found, one sentence a mistake, with the nearest known key beside an unknown one. Values are
 * never repeated: one may be a secret.
 */
export const describeIssues = (schema: z.ZodType, issues: readonly Issue[]): readonly Finding[] => {
  let made: JsonSchema | null = null;
  // Only for those who misspelt a key, and once however many do.
  const shape = (): JsonSchema => {
    made ??= z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
    return made;
  };
  return issues.flatMap((issue) => describeIssue(shape, issue, []));
};

const describeIssue = (shape: () => JsonSchema, issue: Issue, parent: readonly PropertyKey[]): readonly Finding[] => {
  const path = [...parent, ...issue.path];
  if (issue.code === 'unrecognized_keys') {
    const known = knownKeys(shape(), path);
    return issue.keys.map((key) => ({ path: [...path, key], atKey: true, message: unknownKey(key, known) }));
  }
  if (issue.code === 'invalid_union') {
    const branch = nearestBranch(issue.errors);
    if (branch !== null) return branch.flatMap((inner) => describeIssue(shape, inner, path));
  }
  if (issue.code === 'invalid_key') {
    return [{ path, atKey: true, message: issue.issues.map((inner) => inner.message).join('; ') }];
  }
  return [{ path, atKey: false, message: issue.code === 'custom' ? issue.message : lowerFirst(issue.message) }];
};

/** Of the alternatives of a union the one that the writer probably meant: whose mistakes lie deepest. */
const nearestBranch = (branches: readonly (readonly Issue[])[]): readonly Issue[] | null => {
  const depth = (issues: readonly Issue[]): number =>
    Math.max(...issues.map((issue) => issue.path.length + (issue.code === 'unrecognized_keys' ? 1 : 0)));
  const filled = branches.filter((issues) => issues.length > 0);
  const deepest = filled.toSorted((a, b) => depth(b) - depth(a))[0];
  return deepest !== undefined && depth(deepest) > 0 ? deepest : null;
};

const unknownKey = (key: string, known: readonly string[]): string =>
  known.length === 0
    ? `unknown key "${key}"`
    : `unknown key "${key}", the nearest known key is "${closest(key, [...known])}"`;

/** The keys that a schema knows at a path, all alternatives of a union taken together. */
const knownKeys = (root: JsonSchema, path: readonly PropertyKey[]): readonly string[] => {
  let nodes = [root];
  for (const step of path)
    nodes = nodes.flatMap((node) => alternatives(root, node)).flatMap((node) => child(node, step));
  return nodes.flatMap((node) => alternatives(root, node)).flatMap((node) => Object.keys(node.properties ?? {}));
};

const alternatives = (root: JsonSchema, node: JsonSchema): readonly JsonSchema[] => {
  if (node.$ref !== undefined) {
    const target = root.$defs?.[node.$ref.replace('#/$defs/', '')];
    return target === undefined ? [] : alternatives(root, target);
  }
  const inner = [...(node.anyOf ?? []), ...(node.oneOf ?? []), ...(node.allOf ?? [])].filter(isSchema);
  return [node, ...inner.flatMap((alternative) => alternatives(root, alternative))];
};

const child = (node: JsonSchema, step: PropertyKey): readonly JsonSchema[] => {
  if (typeof step === 'number') return [node.items].flat().filter(isSchema);
  return [node.properties?.[String(step)], node.additionalProperties].filter(isSchema);
};

const isSchema = (value: unknown): value is JsonSchema => typeof value === 'object' && value !== null;

const lowerFirst = (message: string): string => message.charAt(0).toLowerCase() + message.slice(1);
