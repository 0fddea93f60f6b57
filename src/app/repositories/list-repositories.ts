import { type RegisteredProject, registryOf } from '../../domain/project/registry.ts';
import type { App } from '../app.ts';

/** Every project there is: those of the settings, those that `repo add` registered, and the base directory's own. */
export const listRepositories = async (app: Pick<App, 'settings' | 'store'>): Promise<readonly RegisteredProject[]> =>
  registryOf(app.settings, await app.store.repositories.list());
