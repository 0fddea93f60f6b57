import { describe, expect, it } from 'vitest';
import { NOT_VERIFIED } from '../../../src/app/runs/not-verified.ts';
import { renderMarkdown } from '../../../src/surfaces/cli/report/render-markdown.ts';
import { renderReport } from '../../../src/surfaces/cli/report/render-report.ts';
import { en } from '../../../src/surfaces/cli/text/catalogue/en.ts';
import { ru } from '../../../src/surfaces/cli/text/catalogue/ru.ts';
import { createPaint } from '../../../src/surfaces/cli/text/paint.ts';
import { report } from './recorded-run.ts';
import { createScene, STATUS, TASKS } from './scene.ts';

const paint = createPaint(false);
const HEADINGS = Object.entries(ru.report.headings);

it.each([
  [en, 'person can move it on', 'it goes on after the main run'],
  [ru, 'может продвинуть: person', 'продолжится после главного запуска'],
])(
  'says who can move a task on, and that nobody need for one that waits for the end of a run',
  (words, person, run) => {
    expect([words.task.canMoveOn('person'), words.task.canMoveOn('main run')]).toEqual([person, run]);
  },
);

describe('ORCHESTRATOR_LANG=ru (CF-35)', () => {
  it('tells the report in Russian, on screen and in report.md', () => {
    expect(renderReport(report, ru, paint).join('\n')).toMatchSnapshot('on screen');
    expect(renderMarkdown(report, ru)).toMatchSnapshot('report.md');
  });

  it('leaves no English heading in it', () => {
    const text = [...renderReport(report, ru, paint), renderMarkdown(report, ru)].join('\n');
    for (const heading of text.match(/^## .*/gm) ?? []) {
      expect(HEADINGS.map(([, words]) => `## ${words}`)).toContain(heading);
    }
  });

  it('translates what nobody verified and leaves alone what it does not know', () => {
    const notVerified = [NOT_VERIFIED['no-sandbox'], 'something else'];
    const text = renderMarkdown({ ...report, notVerified }, ru);
    expect(text).toContain(`- ${ru.notVerified['no-sandbox']}\n- something else`);
  });

  it.each([
    [1, '1 попытка'],
    [2, '2 попытки'],
    [5, '5 попыток'],
    [11, '11 попыток'],
    [21, '21 попытка'],
  ])('counts %i as people do', (count, words) => {
    expect(ru.report.tries(count)).toBe(words);
  });

  const looking = { language: 'ru', status: async () => STATUS, tasks: async () => TASKS, report: async () => report };

  it('is spoken by status and tasks too', async () => {
    const scene = createScene({ looking: { ...looking, language: 'ru' } });
    await scene.run('status');
    expect(scene.stdout.text).toMatch(/‖ ЖДЁТ ВАС T-4[\s\S]*r-7f3 ждёт уже 10m[\s\S]*задачи 1 слита/);
    await scene.run('task', 'list');
    expect(scene.stdout.text).toContain('· запланирована');
  });

  it.each([['status'], ['report', 'r-7f3'], ['task', 'list']])('changes nothing for programs: %s', async (...argv) => {
    const [first, second] = await Promise.all(
      (['en', 'ru'] as const).map(async (language) => {
        const scene = createScene({ looking: { ...looking, language } });
        await scene.run(...argv, '--json');
        return scene.stdout.text;
      }),
    );
    expect(second).toBe(first);
  });
});

describe('report.md', () => {
  it('tells everything that the report knows', () => {
    expect(renderMarkdown(report, en)).toMatchSnapshot();
  });

  it('says when nobody left a summary, and that a dry run changed nothing', () => {
    const text = renderMarkdown({ ...report, summary: '', dryRun: true }, en);
    expect(text).toContain('dry run: nothing was changed\n\nNobody left a summary.');
  });
});
