import type { Identity } from '../ports/git.ts';
import type { App } from './app.ts';

const OURS: Identity = { name: 'Orchestrator', email: 'orchestrator@localhost' };

/** Who the harness commits as: the person, else a name of its own (CF-36). */
export const commitIdentity = async (app: Pick<App, 'git' | 'settings'>): Promise<Identity> =>
  (await app.git.identity(app.settings.layout.mainPath)) ?? OURS;
