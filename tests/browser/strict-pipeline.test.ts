import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { App } from '../../src/app/app.ts';
import { statusView } from '../../src/app/home/status-view.ts';
import { showTask } from '../../src/app/tasks/show-task.ts';
import { verificationsOf } from '../../src/domain/verification/verifications-of.ts';
import type { Browser } from '../../src/ports/browser.ts';
import { type AgentOrder, createStrictScene, fixing, jobsOn, readText, reviewing } from '../app/strict/strict-scene.ts';
import { isRunning } from '../app/verification/look-at-main.ts';
import { pageWith, VERIFICATION, WEB_APP } from '../app/verification/web-scene.ts';

const PROMPT = 'Show the till on the page.\n\nURL: http://localhost:3000/';
const DEFECT = 'error on the console (step 1, open /): the till is missing (/:31)';

const broken = (more = ''): string => pageWith(`<script>console.error("the till is missing")</script>${more}`);

const writing = (page: string): AgentOrder => ({ files: { 'page.html': page } });

/** A fix of what the browser found, with the answers to what the review left open. */
const fixingPage = (page: string, applied: readonly string[] = []): AgentOrder => ({
  files: { ...fixing(applied, []).files, 'page.html': page },
});

const MENDED = pageWith('<p>The till is here.</p>');

/** One task in the strict stages on a web application; agents are scripts, server and browser are real. */
const createStrictWebScene = async () => {
  const strict = await createStrictScene({}, { ...WEB_APP, '.openclaw/verification.yaml': VERIFICATION });
  const task = await strict.create('Show the till', PROMPT);
  return {
    ...strict,
    ...jobsOn(strict, task),
    task,
    records: async () => verificationsOf(await strict.journal(task)),
    /** The answers to some gates in order, each as `stage gate outcome`. */
    answers: async (...gates: readonly string[]) =>
      (await strict.journal(task)).flatMap(({ type, data }) => {
        if (type !== 'gates-answered') return [];
        const { stage, verdicts } = ANSWERED.parse(data.event);
        return verdicts.flatMap(({ gate, outcome }) => (gates.includes(gate) ? [`${stage} ${gate} ${outcome}`] : []));
      }),
  };
};

const ANSWERED = z.object({
  stage: z.string(),
  verdicts: z.array(z.object({ gate: z.string(), outcome: z.string() })),
});

describe('a defect of the page in the strict stages', () => {
  it('KB-32 begins the fix that the review had left out, with the finding word for word; checks, review and browser look again', async () => {
    const { task, order, work, roles, promptOf, records, answers, onMain } = await createStrictWebScene();
    order('executor', writing(broken()));
    order('fixer', fixingPage(MENDED));
    const done = await work(task);

    expect(done.state.status).toBe('merged');
    const choices = /### Stages\n\n((?:- .*\n)+)/.exec((await onMain('ORCH_RUN.md')) ?? '')?.[1];
    expect(choices).toMatch(/- fix: skipped \(.*\)\n- fix: entered \(browser-clean: 1 defect.*\)\n/);
    expect(await roles()).toEqual(['executor', 'test-author', 'reviewer', 'fixer', 'reviewer']);
    expect(await promptOf(3)).toContain(DEFECT);
    expect(done.rejections).toMatchObject([
      { stage: 'verification', to: 'fix', gate: 'browser-clean' },
      { stage: 'fix', to: 'review', gate: 'review-settled' },
    ]);
    expect((await records()).map(({ findings }) => findings.length)).toEqual([1, 0]);
    expect(await answers('checks-green', 'review-listed', 'browser-clean')).toEqual([
      'checks checks-green pass',
      'review review-listed pass',
      'verification browser-clean fail',
      'fix checks-green pass',
      'review review-listed pass',
      'verification browser-clean pass',
    ]);
    const reviewed = done.works.find(({ stage }) => stage === 'review');
    expect(reviewed?.candidate, 'what is on main is what was reviewed (INV-2)').toBe(done.candidate);
  });

  it('KB-32 while a fixer is at work, status, task and ORCH_RUN.md say which defect, in which round, and by which job', async () => {
    const { scene, task, order, work } = await createStrictWebScene();
    const { app } = scene;
    order('executor', writing(broken()));
    order('fixer', fixingPage(broken('<!-- one -->')), fixingPage(MENDED));
    const seen: { readonly reworks: unknown; readonly reason: string | null; readonly document: string }[] = [];
    const run: App['processes']['run'] = async (child) => {
      if (child.argv.includes('fixer'))
        seen.push({
          reworks: (await statusView(app, async () => true)).reworks,
          reason: (await showTask(app, task.id)).reason,
          document: readText(scene.home('runs', task.run, 'ORCH_RUN.md')),
        });
      return app.processes.run(child);
    };
    expect((await work(task, { ...app, processes: { ...app.processes, run } })).state.status).toBe('merged');

    expect(seen).toHaveLength(2);
    for (const [index, { reworks, reason, document }] of seen.entries()) {
      const job = ['J-4', 'J-6'][index];
      const why = `sent back by browser-clean, round ${index + 1}: 1 defect in the browser: ${DEFECT}`;
      expect(reworks).toEqual([{ task: task.id, stage: 'fix', job, for: why }]);
      expect(reason).toBe(why);
      expect(document).toContain(`- Outcome: running in the stage fix: ${why}\n`);
      expect(document).toContain(`- fix: entered (browser-clean: 1 defect in the browser: ${DEFECT})\n`);
      expect(document).toMatch(new RegExp(`^- ${job} fixer: .* \\(running; .* to now\\)$`, 'm'));
    }
  });

  it('KB-31 ORCH_RUN.md in the merge commit names process, log, stop command and address of each server', async () => {
    const { scene, task, order, work, records, onMain } = await createStrictWebScene();
    order('executor', writing(broken()));
    order('reviewer', reviewing('P2-1'));
    order('fixer', fixingPage(broken('<!-- one -->'), ['P2-1']), fixingPage(MENDED, ['P2-1']));
    const shown: { readonly document: string; readonly alive: boolean }[] = [];
    const visit: Browser['visit'] = async (order) => {
      const pid = (await records()).at(-1)?.pid ?? null;
      shown.push({ document: readText(scene.home('runs', task.run, 'ORCH_RUN.md')), alive: isRunning(pid) });
      return scene.app.browser.visit(order);
    };
    const working = { ...scene.app, browser: { ...scene.app.browser, visit } };
    expect((await work(task, working)).state.status).toBe('merged');

    const text = (await onMain('ORCH_RUN.md')) ?? '';
    const seen = await records();
    expect(seen).toHaveLength(2);
    for (const [index, { document, alive }] of shown.entries()) {
      expect(document, 'it can be found and stopped while it runs').toContain(`PID ${seen[index]?.pid}, `);
      expect(alive).toBe(true);
    }
    for (const { url, pid, log, stopCommand, findings } of seen) {
      expect(text).toContain(
        `- ${url}: PID ${pid}, log \`${log}\`, stopped with \`${stopCommand}\`; ${findings.length === 0 ? 'no defect' : '1 defect: error on the console (step 1): the till is missing (/:31)'}`,
      );
      expect(stopCommand).toBe(`kill -s TERM -- -${pid}`);
      expect(readText(log)).toContain('listening at 0.0.0.0');
      expect(isRunning(pid)).toBe(false);
    }
    expect(text).toContain('- URL: http://localhost:3000/');
    expect(text).toContain('- fix: entered (the review left open P2-1)');
    expect(text).toContain('- [CODE_REVIEW.md](CODE_REVIEW.md)');
    expect(await onMain('CODE_REVIEW.md')).toContain('- Applied: P2-1');
  });

  it('KB-32 one that is never mended ends with a person when the attempts of the fixer are used up', async () => {
    const { scene, task, order, work, roles, records, onMain } = await createStrictWebScene();
    order('executor', writing(broken()));
    order('fixer', ...[1, 2, 3, 4, 5, 6].map((round) => fixingPage(broken(`<!-- ${round} -->`))));
    const done = await work(task);

    expect(done).toMatchObject({
      stage: 'fix',
      state: { status: 'blocked', owner: 'person' },
    });
    const { reason } = await showTask(scene.app, task.id);
    expect(reason, 'what is open, and why nobody goes on (INV-14)').toMatch(/^the fixer has worked on it 4 times/);
    expect(reason).toContain(`browser-clean: 1 defect in the browser: ${DEFECT}`);
    const document = readText(scene.home('runs', task.run, 'ORCH_RUN.md'));
    expect(document).toContain(`- Outcome: blocked in the stage fix: ${reason}\n`);
    expect((await roles()).filter((role) => role === 'fixer')).toHaveLength(4);
    expect(await records()).toHaveLength(5);
    expect(await onMain('ORCH_RUN.md')).toBeNull();
  });

  it('KB-32 a fixer that changes nothing about it is not asked a second time', async () => {
    const { task, order, work, roles } = await createStrictWebScene();
    order('executor', writing(broken()));
    order('fixer', fixing([], []), fixing([], []));
    const done = await work(task);
    expect(done.state).toMatchObject({ status: 'blocked', owner: 'person' });
    expect((await roles()).filter((role) => role === 'fixer').length).toBeLessThanOrEqual(2);
  });
});
