import type { Tampering } from '../../ports/git.ts';
import type { App } from '../app.ts';

/**
 * Whether anything that git runs code from was changed while a worker ran (INV-16); it has been undone already. Workers that ran
 * side by side, in this process or in others, cannot be told apart, so each of them fails. To be called before the worker starts.
 * @returns tells what was found since and what became of it, as one sentence; null when nothing was
 */
export const watchTampering = async ({ sentinel }: Pick<App, 'sentinel'>): Promise<() => Promise<string | null>> => {
  const findings = await sentinel.watch();
  return async () => {
    const found = await findings();
    if (found.length === 0) return null;
    const told = found.map(({ path, what }) => `${path} ${BECAME[what]}`).join('; ');
    return `While this worker ran, something changed what git runs code from: ${told}.`;
  };
};

const BECAME: Readonly<Record<Tampering['what'], string>> = {
  changed: 'was changed and has been put back',
  added: 'was added and has been taken out',
  removed: 'was removed and has been put back',
  'set aside': 'holds what stood in its way',
  gone: 'was removed or replaced and could not be put back',
};
