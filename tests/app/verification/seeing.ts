import type { Browser, Visit } from '../../../src/ports/browser.ts';

/**
 * A browser that goes through every step and meets no defect: what the harness does around it needs no real one.
 * @param look what happens while the server runs
 */
export const seeing = (look: (visit: Visit) => Promise<void> = async () => undefined): Browser => ({
  program: () => '/opt/browser',
  visit: async (visit) => {
    await look(visit);
    return { done: visit.signal.aborted ? 0 : visit.steps.length, findings: [], snapshots: [] };
  },
});
