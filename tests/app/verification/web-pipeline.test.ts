import { describe, expect, it } from 'vitest';
import type { App } from '../../../src/app/app.ts';
import { examine } from '../../../src/app/home/doctor.ts';
import type { Finding } from '../../../src/app/repositories/finding.ts';
import { buildReport } from '../../../src/app/runs/build-report.ts';
import { NOT_VERIFIED } from '../../../src/app/runs/not-verified.ts';
import { seeing } from './seeing.ts';
import { createWebScene, packageWith, pageWith, VERIFICATION } from './web-scene.ts';

const BROKEN = pageWith('<script>console.error("the till is missing")</script>');
const MENDED = pageWith('<p>The till is here.</p>');

it('a file of main that says nothing is a mistake, and not "nothing"', async () => {
  const files = { '.openclaw/verification.yaml': '# nothing yet\n' };
  await expect(createWebScene({ files })).rejects.toMatchObject({ code: 'verification-invalid' });
});

describe('INV-3 what is looked at comes from main', () => {
  it.each<[string, string, string]>([
    ['a scenario that asks for less', '.openclaw/verification.yaml', VERIFICATION.split('  - expect')[0] ?? ''],
    ['another server', 'package.json', packageWith('node server.mjs --fake')],
  ])('%s is for a person to approve', async (_, path, text) => {
    const web = await createWebScene({ rounds: [{ 'page.html': MENDED, [path]: text }] });
    const task = await web.work();
    expect(task.state).toMatchObject({ status: 'waiting', reason: expect.stringContaining(path) });
    expect(await web.records()).toEqual([]);
  });
});

describe('what cannot be looked at', () => {
  it('INV-13, INV-14 a missing browser holds the task, and it goes on as soon as there is one', async () => {
    const web = await createWebScene({
      rounds: [{ 'page.html': MENDED }],
      variables: { ORCHESTRATOR_BROWSER: '/opt/no-browser/chromium' },
    });
    const { app } = web.scene;
    const task = await web.work();
    expect(task.state).toMatchObject({ status: 'waiting', reason: expect.stringContaining('browser-missing') });
    expect(await web.records()).toEqual([]);

    expect((await web.work({ ...app, browser: seeing() })).state).toMatchObject({ status: 'merged' });
  });

  it('without any configuration the gate passes with "N/A", and the report lists that', async () => {
    const web = await createWebScene({ rounds: [{ 'page.html': BROKEN }] });
    const task = await web.work({ ...web.scene.app, verification: null });
    expect(task.state).toMatchObject({ status: 'merged' });
    expect(task.verdicts.find(({ gate }) => gate === 'browser-clean')?.reason).toMatch(/^N\/A/);
    expect((await buildReport(web.scene.app, task.run, [])).notVerified).toContain(NOT_VERIFIED['no-browser']);
  });

  it('`doctor` names a browser that is missing where one is needed, and asks for none elsewhere', async () => {
    const { scene } = await createWebScene({ variables: { ORCHESTRATOR_BROWSER: '/opt/no-browser/chromium' } });
    const findings = async (app: App) => {
      const found: Finding[] = [];
      for await (const finding of examine(app, { fix: false })) if (finding.check === 'browser') found.push(finding);
      return found;
    };
    expect(await findings(scene.app)).toMatchObject([{ ok: false, fix: expect.stringContaining('Install Chromium') }]);
    expect(await findings({ ...scene.app, verification: null })).toEqual([]);
  });
});
