import { isAbsolute } from 'node:path';
import { z } from 'zod';
import { createProject, type Project, REPO_NAME, WORK_ITEM_PREFIX } from '../domain/project/project.ts';

const TEXT = z.string().trim().min(1);
const ARGVS = z.array(z.array(z.string().min(1)).min(1));
const BY_ROLE = z.record(z.string(), z.string());

/** A record of the registry, with the keys that it has in JSON and YAML alike. */
export const projectSchema = z
  .strictObject({
    repo: TEXT.regex(REPO_NAME, 'expected letters, digits, dots and dashes'),
    plane_project_id: TEXT.nullish(),
    work_item_prefix: TEXT.regex(WORK_ITEM_PREFIX, 'expected letters and digits, for example SHOP').nullish(),
    name: TEXT.nullish(),
    path: TEXT.refine(isAbsolute, 'expected an absolute path').nullish(),
    agent_models: BY_ROLE.nullish(),
    agent_efforts: BY_ROLE.nullish(),
    checks: ARGVS.nullish(),
    setup: ARGVS.nullish(),
    max_concurrency: z.int().min(1).nullish(),
  })
  .transform((record): Project => {
    const known = {
      repo: record.repo,
      planeProjectId: record.plane_project_id,
      workItemPrefix: record.work_item_prefix,
      name: record.name,
      path: record.path,
      agentModels: record.agent_models,
      agentEfforts: record.agent_efforts,
      checks: record.checks,
      setup: record.setup,
      maxConcurrency: record.max_concurrency,
    };
    const given = Object.entries(known).filter(([, value]) => value !== undefined && value !== null);
    return createProject({ ...Object.fromEntries(given), repo: record.repo });
  });

/** The registry as `orchestrator.yaml` has it: whatever is wrong is an error. */
export const projectListSchema: z.ZodType<readonly Project[]> = z
  .array(projectSchema)
  .superRefine((projects, context) => {
    for (const [index, project] of projects.entries()) {
      const twin = repeatedKey(project, projects.slice(0, index));
      if (twin !== null) context.addIssue({ code: 'custom', path: [index, twin], message: 'stands twice' });
    }
  });

/** By these a project is found: two with the same one could not be told apart. */
export const repeatedKey = (project: Project, others: readonly Project[]): 'repo' | 'plane_project_id' | null => {
  if (others.some(({ repo }) => repo === project.repo)) return 'repo';
  const { planeProjectId } = project;
  const isTwin = planeProjectId !== null && others.some((other) => other.planeProjectId === planeProjectId);
  return isTwin ? 'plane_project_id' : null;
};
