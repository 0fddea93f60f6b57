import { describe, expect, it } from 'vitest';
import type { App } from '../../../src/app/app.ts';
import { buildReport } from '../../../src/app/runs/build-report.ts';
import { showTask } from '../../../src/app/tasks/show-task.ts';
import { createStrictScene, fixing, readText, reviewing } from './strict-scene.ts';

const PROMPT =
  'Write a file that greets ```everybody```.\n\nDone when:\n- it greets\n\nURL: http://localhost:4000/hello';

describe('AS-06: what a finished task leaves (KB-13, KB-15, KB-33, KB-34)', () => {
  it('ORCH_RUN.md on main holds all that was done, and its links resolve', async () => {
    const { create, order, work, onMain, scene } = await createStrictScene();
    const task = await create('Greet the world', PROMPT);
    order('reviewer', reviewing('P2-1'));
    order('fixer', fixing(['P2-1'], []));
    await work(task);
    const text = (await onMain('ORCH_RUN.md')) ?? '';
    const jobs = await scene.app.store.jobs.ofTask(task.id);
    for (const { id } of jobs) expect(text).toContain(`- ${id} `);
    expect(text).toContain(`\`\`\`\`text\n${PROMPT}\n\`\`\`\``);
    expect(text).toMatch(/- Started: \d{4}-.*\n- Finished: \d{4}-/);
    expect(text).toContain('- URL: http://localhost:4000/hello');
    expect(text).toContain(`- Jobs: ${jobs.map(({ id }) => id).join(', ')}`);
    for (const [, target = ''] of text.matchAll(/\]\((?!http)([^)]+)\)/g))
      expect(await onMain(target.endsWith('/') ? `${target}00-business-request.md` : target), target).not.toBeNull();
    expect(await onMain('CODE_REVIEW.md')).toContain(`## ${task.id} Greet the world`);
  });

  it('it stands in the folder of the run before any agent starts, and names the one that is about to', async () => {
    const { create, work, scene } = await createStrictScene();
    const task = await create('Greet the world', PROMPT);
    let seen: string | null = null;
    const processes: App['processes'] = {
      ...scene.app.processes,
      run: (order) => {
        seen ??= readText(scene.home('runs', task.run, 'ORCH_RUN.md'));
        return scene.app.processes.run(order);
      },
    };
    await work(task, { ...scene.app, processes });
    expect(seen).toContain('- Finished: not yet');
    expect(seen).toContain('### Definition of done\n\n- it greets');
    expect(seen).toContain('- Outcome: running in the stage execute\n');
    expect(seen).toMatch(/^- J-1 executor: `node .*` \(running; \S+ to now\)$/m);
    expect(readText(scene.home('runs', task.run, 'ORCH_RUN.md'))).toContain('- Outcome: delivered');
  });

  it('INV-2: two tasks that merge one after the other both stand in it; no branch holds it', async () => {
    const { create, work, onMain, scene } = await createStrictScene();
    const first = await create('Greet the world');
    const second = await create('Greet the moon');
    await work(first);
    expect((await work(second)).state.status).toBe('merged');
    const text = (await onMain('ORCH_RUN.md')) ?? '';
    const sections = [...text.matchAll(/^## (\S+) .* \(r-\w+\)$/gm)].map(([, id]) => id);
    expect(sections.toSorted()).toEqual([first.id, second.id]);
    const { mainPath } = scene.app.settings.layout;
    for (const task of [first, second]) {
      const { head } = await scene.task(task);
      expect(await scene.app.git.show(mainPath, head ?? '', 'ORCH_RUN.md')).toBeNull();
    }
  });

  it('with patch-only it lies in the folder of the run alone', async () => {
    const { create, work, onMain, scene } = await createStrictScene({ ORCHESTRATOR_DELIVERY: 'patch-only' });
    const task = await create('Greet the world');
    expect((await work(task)).state.status).toBe('merged');
    expect(await onMain('ORCH_RUN.md')).toBeNull();
    expect(readText(scene.home('runs', task.run, 'ORCH_RUN.md'))).toContain(`## ${task.id}`);
    const patches = scene.home('runs', task.run, 'patches', task.id);
    expect((await scene.app.files.list(patches)).length).toBeGreaterThan(0);
  });
});

describe('the final report (KB-14, KB-33)', () => {
  it('its numbers are those of the artifacts; task show and the report have it', async () => {
    const { create, work, scene } = await createStrictScene();
    const task = await create('Greet the world', PROMPT);
    await work(task);
    const { final } = await showTask(scene.app, task.id);
    const summary = JSON.parse(readText(scene.home('artifacts', task.id, 'summary.json')));
    const iterations = JSON.parse(readText(scene.home('artifacts', task.id, 'iterations.json')));
    expect(final).toMatchObject({
      elapsedMs: summary.durationMs,
      iterations: iterations.length,
      document: scene.home('runs', task.run, 'ORCH_RUN.md'),
      link: 'http://localhost:4000/hello',
    });
    expect(iterations).toHaveLength(3);
    expect(iterations[0]).toMatchObject({ index: 1, role: 'executor', exitCode: 0, keyword: true, blocker: null });
    expect((await buildReport(scene.app, task.run, [])).final).toEqual(final);
    expect(readText(scene.home('runs', task.run, 'report.md'))).toContain(`Iterations: ${iterations.length}`);
  });

  it('is sent once with ORCH_RUN.md as a document (KB-34)', async () => {
    const { create, work, scene, messages } = await createStrictScene();
    const task = await create('Greet the world');
    await work(task);
    await work(task);
    const [document = '', message = '', ...others] = messages();
    expect(others).toEqual([]);
    expect(JSON.parse(readText(scene.home('notifications', message)))).toMatchObject({
      document,
      text: expect.stringContaining('Iterations: 3'),
    });
    expect(readText(scene.home('notifications', document))).toBe(readText(scene.home('runs', task.run, 'ORCH_RUN.md')));
  });

  it('a notifier that fails is a notice, and the work is done all the same (KB-34)', async () => {
    const { create, work, scene } = await createStrictScene();
    const task = await create('Greet the world');
    const notify = async (): Promise<void> => {
      throw new Error('500 Internal Server Error');
    };
    const done = await work(task, { ...scene.app, notifier: { notify } });
    expect(done.state.status).toBe('merged');
    const { notices } = await buildReport(scene.app, task.run, []);
    expect(notices).toContain('ORCH_RUN.md could not be sent: 500 Internal Server Error');
  });
});

describe('the prompt of the executor (KB-20)', () => {
  it('is stored byte for byte as it was sent, and says what it has to', async () => {
    const { create, work, scene, onMain } = await createStrictScene();
    const task = await create('Greet the world', PROMPT);
    const sent: string[] = [];
    const worker: App['worker'] = {
      ...scene.app.worker,
      invocation: (request) => {
        sent.push(request.prompt);
        return scene.app.worker.invocation(request);
      },
    };
    await work(task, { ...scene.app, worker });
    const [first] = await scene.app.store.jobs.ofTask(task.id);
    const stored = readText(scene.home('runs', task.run, `${first?.id}.prompt.md`));
    expect(sent[0]).toBe(stored);
    expect(await onMain('ORCH_RUN.md')).toContain(`text\n${sent[0]}\n`);
    for (const part of [
      'Do not push',
      'sudo',
      '- it greets',
      'http://localhost:4000/hello',
      'browser automation',
      'COMPLETED',
    ])
      expect(stored, part).toContain(part);
  });
});
