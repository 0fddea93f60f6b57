import type { Identity } from '../../ports/git.ts';
import type { App } from '../app.ts';

const OURS: Identity = { name: 'Orchestrator', email: 'orchestrator@localhost' };

/** Who the harness commits as: the person, else a name of its own (CF-36). */
export const commitIdentity = async (app: Pick<App, 'git' | 'settings'>): Promise<Identity> =>
  (await app.git.identity(app.settings.layout.mainPath)) ?? OURS;

/** The same for children that may commit themselves: on a machine where git knows nobody they could not. */
export const identityEnvironment = async (
  app: Pick<App, 'git' | 'settings'>,
): Promise<Readonly<Record<string, string>>> => {
  const { name, email } = await commitIdentity(app);
  return { GIT_AUTHOR_NAME: name, GIT_AUTHOR_EMAIL: email, GIT_COMMITTER_NAME: name, GIT_COMMITTER_EMAIL: email };
};
