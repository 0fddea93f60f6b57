import { openStore } from '../adapters/sqlite/open.ts';
import type { Settings } from '../domain/settings.ts';
import type { Store } from '../ports/store.ts';

/**
 * The store of one start. A dry run has one of its own in memory, which knows of the home only what is no work: its registered
 * repositories (INV-11). Looking shows what there is, in a dry run too.
 */
export const openState = async (
  { layout: { databaseFile }, dryRun }: Pick<Settings, 'layout' | 'dryRun'>,
  readonly: boolean,
): Promise<Store> => {
  if (readonly || !dryRun) return openStore({ file: databaseFile, readonly });
  const home = await openStore({ file: databaseFile, readonly: true });
  try {
    const registered = await home.repositories.list();
    const rehearsal = await openStore({ file: ':memory:' });
    await rehearsal.commit(registered.map((project) => ({ type: 'insert-repository', project })));
    return rehearsal;
  } finally {
    await home.close();
  }
};
