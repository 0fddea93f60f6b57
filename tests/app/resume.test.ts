import { readFileSync, rmSync } from 'node:fs';
import { expect, it } from 'vitest';
import type { LeadApp } from '../../src/app/lead/lead-hands.ts';
import { writeReport } from '../../src/app/runs/build-report.ts';
import { resumeRun } from '../../src/app/runs/resume-run.ts';
import { saveRun } from '../../src/app/runs/save-run.ts';
import { showReport } from '../../src/app/runs/show-report.ts';
import { type AppScene, createScene, developedScene } from './app-scene.ts';

/** The run ends, and the process is killed before it reports. */
const endUnreported = (scene: AppScene, endedAt: number) =>
  saveRun(scene.app, scene.scope.run, (run) => ({
    status: 'done',
    summary: 'It is done.',
    endedAt: run.createdAt + endedAt,
  }));

const resume = ({ app, scope }: AppScene, run: string | null) => {
  const leadless: LeadApp = { ...app, lead: () => Promise.reject(new Error('nothing is left for a lead')) };
  return resumeRun(leadless, run, scope.signal);
};

it('a run that was killed between its end and its report is reported by resume, once (INV-7)', async () => {
  const { scene, task } = await developedScene();
  await scene.merge(task);
  await endUnreported(scene, 5_000);
  const report = await resume(scene, null);
  expect(report).toMatchObject({ status: 'done', summary: 'It is done.', files: ['greet.txt'], durationMs: 5_000 });
  const file = (name: string): string => readFileSync(scene.home('runs', scene.scope.run, name), 'utf8');
  expect(JSON.parse(file('report.json'))).toEqual(report);
  expect(file('report.md')).toContain('It is done.');
  expect(await resume(scene, null), 'nothing is left').toBeNull();
  expect(await resume(scene, scene.scope.run), 'a run that is done needs no lead').toEqual(report);
});

it('the report of an earlier end is no report of this one', async () => {
  const scene = await createScene();
  await endUnreported(scene, 5_000);
  const first = await showReport(scene.app, scene.scope.run);
  await writeReport(scene.app, first);
  await endUnreported(scene, 9_000);
  expect(await resume(scene, null)).toMatchObject({ durationMs: 9_000 });
});

it('report writes what is missing, and nothing while the run goes on', async () => {
  const scene = await createScene();
  const json = scene.home('runs', scene.scope.run, 'report.json');
  await showReport(scene.app, null);
  expect(() => readFileSync(json)).toThrow('ENOENT');
  await endUnreported(scene, 5_000);
  await showReport(scene.app, null);
  rmSync(json);
  const report = await showReport(scene.app, scene.scope.run);
  expect(JSON.parse(readFileSync(json, 'utf8'))).toEqual(report);
});
