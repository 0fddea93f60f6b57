import type { ClaimOrder } from '../../ports/coordination.ts';
import type { App } from '../app.ts';
import { checkoutOf } from '../repositories/checkout-of.ts';
import { listRepositories } from '../repositories/list-repositories.ts';

/** How much may run at once besides what one process allows itself: in the whole home, and in one repository. */
export const claimLimits = async (
  app: Pick<App, 'settings' | 'store' | 'files'>,
): Promise<Pick<ClaimOrder, 'maxRunning' | 'maxPerProject'>> => {
  const { maxConcurrency } = app.settings.queue;
  return {
    maxPerProject: await limitsByProject(app),
    ...(maxConcurrency === null ? {} : { maxRunning: maxConcurrency }),
  };
};

/** What the registry says, by the path that stands in jobs: that of the main checkout, without links. */
const limitsByProject = async (
  app: Pick<App, 'settings' | 'store' | 'files'>,
): Promise<Readonly<Record<string, number>>> => {
  const projects = (await listRepositories(app)).map(({ project }) => project);
  const limited = projects.flatMap(({ path, maxConcurrency }) =>
    path === null || maxConcurrency === null ? [] : [{ path, maxConcurrency }],
  );
  const pairs = limited.map(
    async ({ path, maxConcurrency }) =>
      [await checkoutOf(app.files, await app.files.realPath(path)), maxConcurrency] as const,
  );
  return Object.fromEntries(await Promise.all(pairs));
};
