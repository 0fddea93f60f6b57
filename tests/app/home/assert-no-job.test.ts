import { expect, it } from 'vitest';
import { assertNoJob } from '../../../src/app/home/assert-no-job.ts';
import { markerOf } from '../../../src/app/home/marker.ts';
import { createScene } from '../app-scene.ts';

const REFUSED = { code: 'approval-refused', exitCode: 2 };

it('a worker or check of this home does not work on it, by whatever path; one of another home does (INV-1)', async () => {
  const { app, scope } = await createScene();
  const { settings, store, processes } = app;
  const startedBy = (marker: string) => ({
    ...{ settings, store },
    processes: { ...processes, descendsFromJob: (matches = (_: string) => true) => matches(marker) },
  });
  const own = markerOf(app, scope.run, 'J-1');
  await expect(assertNoJob(startedBy(own))).rejects.toMatchObject(REFUSED);
  const byOtherPath = own.replace(/^[^:]+/, 'another-path');
  await expect(assertNoJob(startedBy(byOtherPath))).rejects.toMatchObject(REFUSED);
  await assertNoJob(startedBy('another-home:1:1:run:J-1'));
  await assertNoJob(app);
});
