import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { runMainJob } from '../../../src/app/runs/run-main-job.ts';
import { createDecidingModel } from '../../helpers/scripted-model.ts';
import { createTestApp } from '../../helpers/test-app.ts';

const KEY = 'key-that-only-the-person-knows';

it('INV-12: a secret in the last word of the lead stands in no report, no message and no file of the run', async () => {
  const model = createDecidingModel(() => ({ say: `All is done, with ${KEY}.` }));
  const { app, events } = await createTestApp({ model, variables: { OPENAI_API_KEY: KEY } });
  const report = await runMainJob(app, { goal: 'Do it', pipeline: null }, new AbortController().signal);
  expect(report.summary).toBe('All is done, with [secret].');
  expect(events).toContainEqual({ type: 'lead-said', text: report.summary });
  expect(JSON.stringify(events)).not.toContain(KEY);
  const folder = join(app.settings.layout.home, 'runs', report.run);
  const files = readdirSync(folder);
  expect(files).toEqual(expect.arrayContaining(['report.json', 'report.md']));
  for (const file of files) expect(readFileSync(join(folder, file), 'utf8'), file).not.toContain(KEY);
});
