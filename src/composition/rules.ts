import { join } from 'node:path';
import { parsePipeline } from '../config/pipeline-schema.ts';
import { parseYaml, readYaml } from '../config/read-yaml.ts';
import { OrchestratorError } from '../domain/errors.ts';
import type { Pipeline } from '../domain/pipeline/pipeline.ts';
import { GATES } from '../gates/registry.ts';
import { mergePolicies } from '../guard/merge-policies.ts';
import { type Policy, PolicySchema } from '../guard/policy-schema.ts';
import type { Files } from '../ports/files.ts';
import type { Git } from '../ports/git.ts';
import type { Prompts } from '../ports/prompts.ts';

/** A repository's own `.openclaw/`, read from main's commit through git objects, never from a worktree. */
export interface TargetFiles {
  read(path: string): Promise<string | null>;
  list(directory: string): Promise<readonly string[]>;
}

/** The target's files at a commit of main; nothing where there is no commit yet. */
export const targetFiles = (git: Git, mainPath: string, commit: string | null): TargetFiles => ({
  read: async (path) => (commit === null ? null : git.show(mainPath, commit, path)),
  list: async (directory) =>
    commit === null ? [] : (await git.files(mainPath, commit)).filter((path) => path.startsWith(`${directory}/`)),
});

/** The guard's rules: the product's own, narrowed by the target repository where it brings some. */
export const loadPolicy = async (root: string, target: TargetFiles): Promise<Policy> => {
  const path = '.openclaw/policy.yaml';
  const own = readYaml(join(root, path), PolicySchema, 'policy-invalid');
  const text = await target.read(path);
  if (text === null) return own;
  const merged = mergePolicies(own, parseYaml(text, `main:${path}`, PolicySchema, 'policy-invalid'));
  if (merged.ok) return merged.policy;
  throw new OrchestratorError(
    'policy-invalid',
    `main:${path}: ${merged.path.join('.')}: ${merged.reason}`,
    'Take it out; a repository may only make the policy narrower.',
  );
};

/** All pipelines by name; a target repository's may not take the name of a built-in one. */
export const loadPipelines = async (
  files: Pick<Files, 'list' | 'read'>,
  root: string,
  target: TargetFiles,
  prompts: Pick<Prompts, 'agent'>,
): Promise<ReadonlyMap<string, Pipeline>> => {
  const directory = '.openclaw/pipelines';
  const known = { gates: GATES, roles: await rolesIn(files, root, prompts) };
  const pipelines = new Map<string, Pipeline>();
  for (const file of (await files.list(join(root, directory))).filter(isYaml).toSorted()) {
    const path = join(root, directory, file);
    const pipeline = parsePipeline((await files.read(path)) ?? '', path, { ...known, origin: 'built-in' });
    pipelines.set(pipeline.name, pipeline);
  }
  for (const path of (await target.list(directory)).filter(isYaml)) {
    const pipeline = parsePipeline((await target.read(path)) ?? '', `main:${path}`, { ...known, origin: 'repository' });
    if (pipelines.has(pipeline.name)) {
      throw new OrchestratorError(
        'pipeline-invalid',
        `main:${path}: "${pipeline.name}" is the name of a built-in pipeline.`,
        'Give it another name.',
      );
    }
    pipelines.set(pipeline.name, pipeline);
  }
  return pipelines;
};

const isYaml = (path: string): boolean => /\.ya?ml$/.test(path);

const rolesIn = async (
  files: Pick<Files, 'list'>,
  root: string,
  prompts: Pick<Prompts, 'agent'>,
): Promise<ReadonlyMap<string, readonly string[] | null>> => {
  const names = (await files.list(join(root, '.openclaw/agents')))
    .filter((file) => file.endsWith('.md'))
    .map((file) => file.slice(0, -3));
  return new Map(await Promise.all(names.map(async (role) => [role, (await prompts.agent(role)).writes] as const)));
};
