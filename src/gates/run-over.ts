import { type Gate, pass, pending } from './gate.ts';

export const runOver: Gate<'mainRun'> = {
  name: 'run-over',
  artifact: null,
  fields: [],
  description: 'No main run is on: none holds logs/framework-run.lock of the home.',
  needs: ['mainRun'],
  judge: ({ mainRun }) => {
    switch (mainRun.status) {
      case 'none':
        return pass('no main run is on');
      case 'stale':
        return pass(`no main run is on; the lock of process ${mainRun.pid} is stale: ${mainRun.problem}`);
      case 'on': {
        const run = mainRun.run === null ? '' : ` (${mainRun.run})`;
        return pending(`a main run is on${run}: process ${mainRun.pid} since ${mainRun.start}`, { until: 'main run' });
      }
    }
  },
};
