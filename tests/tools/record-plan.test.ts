import { expect, it } from 'vitest';
import type { LeadHands } from '../../src/app/lead/lead-hands.ts';
import { recordPlan } from '../../tools/record-plan.ts';
import { createScriptedModel } from '../helpers/scripted-model.ts';
import { beginRun, createTestApp, openHands } from '../helpers/test-app.ts';

const PLAN = {
  summary: 's',
  tasks: [
    {
      slug: 'greet',
      title: 'Greet people',
      prompt: 'People want to be greeted in two languages.',
      kind: 'feature',
      pipeline: 'delivery',
    },
  ],
};

/** Records a plan of a task that goes by itself; meanwhile the run looks for what is due. */
const recordWith = async (answer: boolean) => {
  let hands: LeadHands | null = null;
  const look = async (): Promise<void> => {
    await hands?.pump.kick();
    await hands?.pump.idle();
  };
  const startedBefore: number[] = [];
  const { app } = await createTestApp({
    model: createScriptedModel([]),
    person: {
      present: true,
      confirmPlan: async () => {
        await look();
        startedBefore.push((await app.store.jobs.inRun(run.id)).length);
        return answer;
      },
    },
  });
  const run = await beginRun(app);
  hands = openHands(app, run);
  const said = recordPlan.prepare(PLAN).perform(hands, 'c1');
  const jobs = async () => {
    await look();
    return app.store.jobs.inRun(run.id);
  };
  return { said, jobs, startedBefore };
};

it('starts nothing of a plan that goes by itself before the person has said yes', async () => {
  const { said, jobs, startedBefore } = await recordWith(true);
  await expect(said).resolves.toMatchObject({ tasks: [{ slug: 'greet' }] });
  expect(startedBefore).toEqual([0]);
  expect((await jobs()).length, 'with a yes it begins').toBeGreaterThan(0);
});

it('starts nothing of it after a no', async () => {
  const { said, jobs } = await recordWith(false);
  await expect(said).rejects.toMatchObject({ code: 'interrupted' });
  expect(await jobs()).toEqual([]);
});

it('refuses at once what the entry gate of its pipeline would, and records nothing of that plan', async () => {
  const { app } = await createTestApp({ model: createScriptedModel([]) });
  const run = await beginRun(app);
  const thin = { ...PLAN, tasks: PLAN.tasks.map((task) => ({ ...task, prompt: 'Greet.' })) };
  const hands = openHands(app, run);
  await expect(recordPlan.prepare(thin).perform(hands, 'c1')).rejects.toMatchObject({
    code: 'usage',
    message: expect.stringMatching(/entry gate refuses greet: .*prompt/),
  });
  expect(await app.store.tasks.inRun(run.id)).toEqual([]);
  await expect(recordPlan.prepare(PLAN).perform(hands, 'c2'), 'mended').resolves.toMatchObject({ tasks: [{}] });
  await hands.pump.idle();
});
