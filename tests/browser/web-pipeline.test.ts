import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { isRunning, lookAtMain, newestRecord } from '../app/verification/look-at-main.ts';
import { createWebScene, pageWith } from '../app/verification/web-scene.ts';

const BROKEN = pageWith('<script>console.error("the till is missing")</script>');
const MENDED = pageWith('<p>The till is here.</p>');

describe('the pipeline web', () => {
  it('KB-32 a page with an error on the console goes back with the finding word for word, and the second pass is green', async () => {
    const web = await createWebScene({ rounds: [{ 'page.html': BROKEN }, { 'page.html': MENDED }] });
    const task = await web.work();

    expect(task.state).toMatchObject({ status: 'merged' });
    expect(web.prompt(2)).toMatch(/error on the console \(step 1, open \/\): the till is missing \(\/:31\)/);
    const records = await web.records();
    expect(records.map(({ steps, findings }) => ({ done: steps.done, findings: findings.length }))).toEqual([
      { done: 6, findings: 1 },
      { done: 6, findings: 0 },
    ]);
    expect(task.rejections).toMatchObject([{ stage: 'verification', gate: 'browser-clean' }]);
    expect(task.verdicts.filter(({ gate, outcome }) => gate === 'browser-clean' && outcome === 'pass')).toMatchObject([
      { candidate: task.candidate, reason: '6 steps in a browser without a defect' },
    ]);
  });

  it('KB-31 keeps a snapshot, the log of the server, and a record of both', async () => {
    const web = await createWebScene({ rounds: [{ 'page.html': MENDED }] });
    await web.work();
    const [record] = await web.records();
    const [snapshot] = record?.snapshots ?? [];
    expect(snapshot?.name).toBe('added');
    expect(readFileSync(snapshot?.text ?? '', 'utf8')).toContain('Bread from the Bakery');
    expect(existsSync(snapshot?.image ?? '')).toBe(true);
    expect(readFileSync(record?.log ?? '', 'utf8')).toContain('listening at 0.0.0.0');
    expect(JSON.parse(readFileSync(`${record?.directory}/record.json`, 'utf8'))).toEqual(record);
  });

  it('KB-32 ends with a person when the attempts of the developer are used up', async () => {
    const rounds = ['one', 'two', 'three'].map((word) => ({ 'page.html': `${BROKEN}<!-- ${word} -->` }));
    const web = await createWebScene({ rounds });
    const task = await web.work();
    expect(task.state).toMatchObject({ status: 'blocked', reason: expect.stringContaining('browser-clean: 1 defect') });
    expect(await web.records()).toHaveLength(3);
  });

  it('KB-31 the recorded process is alive while the browser looks, and browser and server are gone afterwards', async () => {
    const alive: boolean[] = [];
    const { record, scene } = await lookAtMain({}, (app) => ({
      browser: {
        ...app.browser,
        visit: async (visit) => {
          const visited = await app.browser.visit(visit);
          alive.push(isRunning((await newestRecord(app)).pid));
          return visited;
        },
      },
    }));
    expect(alive).toEqual([true]);
    expect(record).toMatchObject({ findings: [], steps: { total: 6, done: 6 } });
    expect(isRunning(record.pid)).toBe(false);
    expect(readdirSync(scene.home('browser'))).toEqual([]);
  });

  it('INV-13 a scenario that hangs ends at the deadline of a check, and the server with it', async () => {
    const hanging = 'server: { script: start }\nstepTimeout: 600\nscenario: [{ open: /hang }]\n';
    const options = {
      files: { '.openclaw/verification.yaml': hanging },
      variables: { ORCHESTRATOR_CHECK_TIMEOUT_SECONDS: '5' },
    };
    const { record, scene } = await lookAtMain(options, () => ({}));
    expect(record.findings).toEqual([{ kind: 'step', step: 1, text: 'the scenario did not end within 5 s' }]);
    expect(isRunning(record.pid)).toBe(false);
    expect(readdirSync(scene.home('browser'))).toEqual([]);
  });
});
