import { z } from 'zod';
import { createProject, type Project } from '../../domain/project/project.ts';
import type { Store } from '../../ports/store.ts';
import type { Connection } from './connection.ts';
import { createDocuments } from './documents.ts';

/** The table `repositories`: what is asked of it, and what `commit` writes. A second one of the same name is refused. */
export const createRepositories = (connection: Connection) => {
  const documents = createDocuments(connection, 'repositories', projectSchema);
  const queries: Store['repositories'] = {
    list: () => connection.read(() => documents.many('ORDER BY seq')),
  };
  return { queries, insert: (project: Project) => documents.insert(project.repo, project) };
};

const projectSchema = (): z.ZodType<Project> => {
  const byRole = z.record(z.string(), z.string());
  const argvs = z.array(z.array(z.string())).nullable();
  return z
    .strictObject({
      repo: z.string(),
      planeProjectId: z.string().nullable(),
      workItemPrefix: z.string(),
      name: z.string(),
      path: z.string().nullable(),
      agentModels: byRole,
      agentEfforts: byRole,
      checks: argvs,
      setup: argvs,
      maxConcurrency: z.number().nullable(),
    })
    .transform(createProject);
};
