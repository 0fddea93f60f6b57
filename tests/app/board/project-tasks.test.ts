import { mkdirSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { App } from '../../../src/app/app.ts';
import { projectTasks } from '../../../src/app/board/project-tasks.ts';
import { answerAsPerson, approveAsPerson, rejectAsPerson } from '../../../src/app/tasks/decide-as-person.ts';
import type { BoardStatus } from '../../../src/domain/board.ts';
import type { Tracker } from '../../../src/ports/tracker.ts';
import { createDeliveryScene, type DeliveryScene } from '../delivery-scene.ts';

const report = (field: string, value: string): string => `---\n${field}: ${value}\n---\n\nLine 3 is wrong.\n`;

const OK: Tracker = {
  comment: async () => undefined,
  setStatus: async () => undefined,
  items: async () => [],
  repliesTo: async () => [],
};

/** An app whose board writes down what it is told, besides doing it. */
const recording = (app: App) => {
  const statuses: BoardStatus[] = [];
  const inner = app.tracker ?? OK;
  const tracker: Tracker = {
    ...inner,
    setStatus: async (item, status) => {
      statuses.push(status);
      await inner.setStatus(item, status);
    },
  };
  return { app: { ...app, tracker }, statuses };
};

const authors = (comments: readonly string[]): readonly string[] =>
  comments.map((comment) => comment.slice(0, comment.indexOf(':')));

/** The journal without what differs from run to run by itself. */
const journalOf = async ({ scene, task }: DeliveryScene): Promise<readonly unknown[]> =>
  (await scene.app.store.journal.after(task.run, 0)).map(({ type, data }) => ({ type, from: data.from, to: data.to }));

describe('a whole delivery', () => {
  it('is told in the names of its roles, one status a transition, one call (MA-011, MA-016, MA-101, MA-168, MA-262)', async () => {
    const delivery = await createDeliveryScene();
    const { app, statuses } = recording(delivery.scene.app);
    expect(await delivery.work(app)).toMatchObject({ stage: 'analysis', state: { status: 'waiting' } });
    expect(delivery.status()).toBe('in review');
    const asking = delivery.comments().filter((comment) => comment.startsWith('analyst:'));
    expect(asking).toEqual([
      'analyst: 🚀 Analyst has begun. The result is expected in 8–15 minutes.',
      expect.stringMatching(/Approved.*Rejected/),
    ]);
    await approveAsPerson(app, delivery.task.id);
    expect(await delivery.work(app)).toMatchObject({ stage: 'done', state: { status: 'merged' } });
    expect(delivery.status()).toBe('done');
    expect(statuses).toEqual([
      'in_progress',
      'in_review',
      'architecture',
      'development',
      'review',
      'testing',
      'in_progress',
      'in_progress',
      'done',
    ]);
    const [call, ...others] = delivery.messages();
    expect(call).toContain('orchestrator task approve T-1');
    expect(others).toEqual([]);
    const told = delivery
      .comments()
      .join('\n\n---\n\n')
      .replaceAll(/Duration: .*/g, 'Duration: (some time)');
    await expect(`${told}\n`).toMatchFileSnapshot('./__snapshots__/delivery-comments.md');
  });

  it('is told in Russian too', async () => {
    const delivery = await createDeliveryScene({ ORCHESTRATOR_LANG: 'ru' });
    await delivery.work();
    expect(delivery.comments()).toEqual([
      'stream: 🔄 Стадия: created → analysis (запускается analyst)',
      'analyst: 🚀 Analyst начал работу. Результат ожидается через 8–15 минут.',
      expect.stringMatching(/^analyst: 🔍 Analyst — требования.*Approved.*Rejected/),
    ]);
  });
});

describe('work that does not go through', () => {
  it('is sent back in the words of the role whose gate failed (MA-057, MA-136)', async () => {
    const delivery = await createDeliveryScene({ ORCHESTRATOR_APPROVALS_ANALYSIS: 'auto' });
    delivery.order('reviewer', { files: { '12-review.md': report('verdict', 'REQUEST_CHANGES') } });
    delivery.order('tester', { files: { '13-test-report.md': report('result', 'FAIL') } });
    expect(await delivery.work()).toMatchObject({ state: { status: 'merged' } });
    const failed = delivery.comments().filter((comment) => comment.includes('QG failed'));
    expect(failed).toEqual([
      'reviewer: ⚠️ QG failed at review: review-verdict — Review verdict: REQUEST\\_CHANGES (not approved)',
      'tester: ⚠️ QG failed at testing: tests-verdict — Test verdict: FAIL (NEG)',
    ]);
    expect(delivery.comments()).toContain('stream: 🔄 Stage: testing → development (launching developer)');
    expect(delivery.messages()).toEqual([]);
  });

  it('a review that never approves ends with one call, and no further job (MA-056, MA-062)', async () => {
    const delivery = await createDeliveryScene({ ORCHESTRATOR_APPROVALS_ANALYSIS: 'auto' });
    const refused = ['one', 'two', 'three'].map((finding) => ({
      files: { '12-review.md': `${report('verdict', 'REQUEST_CHANGES')}\nP0: ${finding}.\n` },
    }));
    delivery.order('reviewer', ...refused);
    expect(await delivery.work()).toMatchObject({
      state: { status: 'blocked' },
      attempts: { developer: 3, reviewer: 3 },
    });
    expect(delivery.status()).toBe('blocked');
    expect(delivery.messages()).toEqual([expect.stringContaining('the developer has worked on it 3 times')]);
    const journal = await delivery.scene.app.store.journal.after(delivery.task.run, 0);
    expect(journal.flatMap(({ data }) => data.escalation ?? [])).toEqual(['retries-exhausted']);
  });

  it('a finding that comes back word for word calls a person once, and an approval still goes through (MA-064)', async () => {
    const delivery = await createDeliveryScene({ ORCHESTRATOR_APPROVALS_ANALYSIS: 'auto' });
    const refused = { files: { '12-review.md': report('verdict', 'REQUEST_CHANGES') } };
    delivery.order('reviewer', refused, refused);
    expect(await delivery.work()).toMatchObject({ state: { status: 'merged' }, attempts: { developer: 3 } });
    expect(delivery.messages()).toEqual([expect.stringContaining('The same finding again at review')]);
  });

  it('a failed deployment blocks the item and calls once (MA-058, MA-059)', async () => {
    const delivery = await createDeliveryScene({ ORCHESTRATOR_APPROVALS_ANALYSIS: 'auto' });
    const fine = { files: { '15-staging-log.md': report('staging_status', 'SUCCESS') } };
    delivery.order('deployer', fine, { files: { '14-deploy-log.md': report('deploy_status', 'FAILED') } });
    expect(await delivery.work()).toMatchObject({ stage: 'development', state: { status: 'blocked' } });
    expect(delivery.status()).toBe('blocked');
    expect(delivery.comments().slice(-3)).toEqual([
      'deployer: ⚠️ QG failed at deploy: deploy-status — deploy\\_status: FAILED',
      'stream: 🔄 Stage: deploy → development',
      'deployer: ⛔ Blocked at deploy: deploy-status: deploy\\_status: FAILED',
    ]);
    expect(delivery.messages()).toEqual([
      'T-1 Greet in two languages\n⛔ Blocked at deploy: deploy-status: deploy_status: FAILED',
    ]);
  });

  it('an agent that fails calls once, with its role, exit code and log (MA-099)', async () => {
    const delivery = await createDeliveryScene();
    delivery.order('analyst', { exit: 3 });
    expect(await delivery.work()).toMatchObject({ stage: 'analysis', state: { status: 'failed' } });
    const [job] = await delivery.scene.app.store.jobs.ofTask(delivery.task.id);
    const [message = '', ...others] = delivery.messages();
    expect(message).toContain('The analyst failed at analysis');
    expect(message.split('\n').slice(-2)).toEqual(['exit code 3', job?.log]);
    expect(others).toEqual([]);
    expect(delivery.status()).toBe('blocked');
  });

  it('questions wait for an answer, a rejection names who and why (MA-017, MA-021)', async () => {
    const delivery = await createDeliveryScene();
    const { app } = delivery.scene;
    delivery.order('analyst', {
      files: { 'questions.md': 'Which *two* languages? The key is test-key-of-no-service.\n' },
    });
    await delivery.work();
    expect(delivery.status()).toBe('needs input');
    expect(authors(delivery.comments())).toEqual(['stream', 'analyst', 'analyst']);
    expect(delivery.comments().at(-1)).toContain('Which \\*two\\* languages?');
    // INV-12: what an agent found out is nobody's to read.
    expect([...delivery.comments(), ...delivery.messages()].join()).not.toContain('test-key-of-no-service');
    await answerAsPerson(app, delivery.task.id, 'English and Russian');
    await delivery.work();
    expect(delivery.status()).toBe('in review');
    await rejectAsPerson(app, delivery.task.id, 'too long');
    await projectTasks(app, async () => app);
    expect(delivery.status()).toBe('in progress');
    expect(delivery.comments().at(-1)).toBe('analyst: ↩️ Rejected by pat: too long');
    expect(delivery.messages()).toHaveLength(2);
  });
});

describe('a crash', () => {
  /** An app that is cut off right after a comment was posted. */
  const cutOff = (app: App, keyOf: (key: string) => string): App => ({
    ...app,
    tracker: {
      ...(app.tracker ?? OK),
      comment: async (comment) => {
        await app.tracker?.comment({ ...comment, key: keyOf(comment.key) });
        throw new Error('crash');
      },
    },
  });

  const afterCrash = async (keyOf: (key: string) => string): Promise<readonly string[]> => {
    const delivery = await createDeliveryScene();
    const { app } = delivery.scene;
    await delivery.work({ ...app, tracker: null });
    await projectTasks(cutOff(app, keyOf), async () => app);
    expect(delivery.comments()).toHaveLength(1);
    const place = await app.store.cursors.get('tracker');
    if (place !== null) await app.store.cursors.save({ ...place, retryAt: null });
    await projectTasks(app, async () => app);
    await projectTasks(app, async () => app);
    return authors(delivery.comments());
  };

  it('loses nothing and has nothing posted twice (INV-7)', async () => {
    expect(await afterCrash((key) => key)).toEqual(['stream', 'analyst', 'analyst']);
  });

  it('without keys it would be posted twice', async () => {
    expect(await afterCrash((key) => `${key}-unknown`)).toEqual(['stream', 'stream', 'analyst', 'analyst']);
  });
});

describe('several processes at once', () => {
  /** How often a comment was posted, and by how many at the same time at most. */
  const projectTogether = async (around: (app: App) => App): Promise<{ posted: number; most: number }> => {
    const delivery = await createDeliveryScene();
    const { app } = delivery.scene;
    await delivery.work({ ...app, tracker: null });
    const counts = { posted: 0, underWay: 0, most: 0 };
    const slow: Tracker = {
      ...OK,
      comment: async () => {
        counts.underWay += 1;
        counts.most = Math.max(counts.most, counts.underWay);
        await app.clock.sleep(20);
        counts.underWay -= 1;
        counts.posted += 1;
      },
    };
    const there = around({ ...app, tracker: slow });
    await Promise.all([1, 2, 3].map(() => projectTasks(there, async () => there)));
    return { posted: counts.posted, most: counts.most };
  };

  it('one of them tells the board (INV-15)', async () => {
    expect(await projectTogether((app) => app)).toEqual({ posted: 3, most: 1 });
  });

  it('without its lease all of them would', async () => {
    const unguarded = (app: App): App => ({
      ...app,
      leases: { ...app.leases, holdIfFree: async (_name, _holder, work) => ({ value: await work() }) },
    });
    expect((await projectTogether(unguarded)).most).toBe(3);
  });
});

describe('an outside that always fails (MA-084)', () => {
  it('changes nothing of the work', async () => {
    const well = await createDeliveryScene({ ORCHESTRATOR_APPROVALS_ANALYSIS: 'auto' });
    await well.work();
    const ill = await createDeliveryScene({ ORCHESTRATOR_APPROVALS_ANALYSIS: 'auto' });
    const fail = () => Promise.reject(new Error('500'));
    const { app } = ill.scene;
    const tracker = { comment: fail, setStatus: fail, items: fail, repliesTo: fail };
    expect(await ill.work({ ...app, tracker, notifier: { notify: fail } })).toMatchObject({
      state: { status: 'merged' },
    });
    expect(await journalOf(ill)).toEqual(await journalOf(well));
    expect(await app.store.cursors.get('tracker')).toMatchObject({ failures: 1 });
    // A call was not needed, so none has failed.
    expect(await app.store.cursors.get('notifier')).toMatchObject({ failures: 0 });
  });

  it('one piece of news is given up in the end, and what follows it is told', async () => {
    const delivery = await createDeliveryScene();
    const { app } = delivery.scene;
    await delivery.work({ ...app, tracker: null });
    let tries = 0;
    const tracker: Tracker = {
      ...(app.tracker ?? OK),
      comment: async (comment) => {
        if (comment.author !== 'stream') return app.tracker?.comment(comment);
        tries += 1;
        throw new Error('403');
      },
    };
    let now = app.clock.now();
    const there = { ...app, tracker, clock: { ...app.clock, now: () => now } };
    for (let pass = 0; pass < 20; pass += 1) {
      await projectTasks(there, async () => there);
      now += 60 * 60_000;
    }
    expect(tries).toBe(8);
    expect(authors(delivery.comments())).toEqual(['analyst']);
  });

  it('a board that cannot be written is tried again later, not at every look', async () => {
    const delivery = await createDeliveryScene();
    const { app } = delivery.scene;
    mkdirSync(delivery.scene.home('tracker'));
    writeFileSync(delivery.scene.home('tracker', `${delivery.task.id}.md`), 'a person has broken it\n');
    await delivery.work();
    const place = await app.store.cursors.get('tracker');
    expect(place).toMatchObject({ failures: 1 });
    expect(place?.retryAt).toBeGreaterThan(app.clock.now());
    expect(delivery.messages()).toHaveLength(1);
  });
});

it('work that had ended before anybody was to be told is old news', async () => {
  const delivery = await createDeliveryScene({ ORCHESTRATOR_APPROVALS_ANALYSIS: 'auto' });
  const { app } = delivery.scene;
  await delivery.work({ ...app, tracker: null, notifier: null });
  const [lead] = (await app.store.runs.list()).filter(({ kind }) => kind === 'lead');
  if (lead !== undefined) await app.store.commit([{ type: 'save-run', run: { ...lead, status: 'done' } }]);
  await projectTasks(app, async () => app);
  expect(delivery.comments()).toEqual([]);
});
