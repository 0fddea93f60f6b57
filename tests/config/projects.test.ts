import { rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { loadSettings } from '../../src/config/load-settings.ts';
import { projectFromOptions } from '../../src/config/project-options.ts';
import { createProject } from '../../src/domain/project/project.ts';
import { baseDirectory, write } from './plan/places.ts';

const load = (base: string, env: Readonly<Record<string, string>> = {}) =>
  loadSettings({ cwd: base, flags: {}, productRoot: '/nowhere', env }).settings;

const fromVariable = (value: unknown, env: Readonly<Record<string, string>> = {}) => {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  const { projects, warnings } = load(baseDirectory(), { ...env, ORCH_PROJECTS_JSON: text });
  return { projects, warnings: warnings.map((warning) => warning.replace('environment: ORCH_PROJECTS_JSON: ', '')) };
};

const SHOP = { plane_project_id: 'p-1', repo: 'shop', work_item_prefix: 'SHOP' };
const BLOG = { plane_project_id: 'p-2', repo: 'blog', work_item_prefix: 'B' };

describe('ORCH_PROJECTS_JSON', () => {
  it('has full and minimal records', () => {
    const full = {
      ...SHOP,
      name: 'The shop',
      path: '/srv/shop',
      agent_models: { developer: 'opus' },
      agent_efforts: { tester: 'low' },
      checks: [['npm', 'test']],
      setup: [],
      max_concurrency: 2,
    };
    expect(fromVariable([full, BLOG])).toEqual({
      projects: [
        {
          repo: 'shop',
          planeProjectId: 'p-1',
          workItemPrefix: 'SHOP',
          name: 'The shop',
          path: '/srv/shop',
          agentModels: { developer: 'opus' },
          agentEfforts: { tester: 'low' },
          checks: [['npm', 'test']],
          setup: [],
          maxConcurrency: 2,
        },
        createProject({ repo: 'blog', planeProjectId: 'p-2', workItemPrefix: 'B' }),
      ],
      warnings: [],
    });
  });

  it.each(['{', '{}', '"x"', 'null', '5'])('%j is no registry: it counts as empty, with a warning', (text) => {
    expect(fromVariable(text)).toEqual({
      projects: [],
      warnings: ['expected a JSON array of projects; it counts as empty'],
    });
  });

  it('loses a bad entry and keeps the others', () => {
    const { plane_project_id: _, ...anonymous } = BLOG;
    const entries = [
      anonymous,
      SHOP,
      'blog',
      { ...BLOG, repo: '../etc' },
      { ...BLOG, repo: 'shop' },
      { ...BLOG, x: 1 },
    ];
    const { projects, warnings } = fromVariable(entries);
    expect(projects.map(({ repo }) => repo)).toEqual(['shop', 'blog']);
    expect(warnings).toEqual([
      'item 1: missing plane_project_id; it is skipped',
      'item 3: missing plane_project_id, repo, work_item_prefix; it is skipped',
      'item 4: repo: expected letters, digits, dots and dashes; it is skipped',
      'item 5: repo stands twice; it is skipped',
    ]);
    expect(fromVariable([anonymous]).projects).toEqual([]);
  });

  it.each([
    [null, {}, 0],
    [undefined, {}, 0],
    ['x', {}, 1],
    [['x'], {}, 1],
    [{ developer: 5, tester: null }, { developer: '5', tester: 'null' }, 0],
  ])('makes texts of override maps: %j', (map, expected, count) => {
    const { projects, warnings } = fromVariable([{ ...SHOP, agent_models: map, agent_efforts: map }]);
    expect(projects[0]).toMatchObject({ agentModels: expected, agentEfforts: expected });
    expect(warnings).toHaveLength(2 * count);
    if (count > 0) expect(warnings[0]).toBe('item 1: agent_models: expected a map by role; it counts as empty');
  });

  it('is read anew at each start', () => {
    const base = baseDirectory();
    const repos = (entries: unknown) =>
      load(base, { ORCH_PROJECTS_JSON: JSON.stringify(entries) }).projects.map(({ repo }) => repo);
    expect([repos([SHOP]), repos([BLOG])]).toEqual([['shop'], ['blog']]);
  });

  it('finds projects without a path in the directory of all repositories', () => {
    const { projects } = fromVariable([SHOP, { ...BLOG, path: '/blog' }], { ORCH_REPOS_DIR: '/repos' });
    expect(projects.map(({ path }) => path)).toEqual(['/repos/shop', '/blog']);
  });
});

it('has real paths, so that places can be compared, and cannot be changed', () => {
  const base = baseDirectory();
  const link = `${base}-link`;
  symlinkSync(base, link);
  onTestFinished(() => rmSync(link));
  write(join(base, 'orchestrator.yaml'), `projects: [{ repo: shop, path: ${link}/./ }]\n`);
  const { projects } = load(base);
  expect(projects[0]?.path).toBe(base);
  expect(() => Object.assign(projects, { 0: SHOP })).toThrow(TypeError);
});

describe('orchestrator.yaml', () => {
  const mistakesIn = (yaml: string): readonly string[] => {
    const base = baseDirectory();
    const file = write(join(base, 'orchestrator.yaml'), yaml);
    try {
      load(base);
    } catch (error) {
      return (error as Error).message.replaceAll(`${file}:`, '').split('\n');
    }
    return [];
  };

  it('needs no more than the name of the repository', () => {
    const base = baseDirectory();
    write(join(base, 'orchestrator.yaml'), 'projects:\n  - repo: shop\n    path: /srv/shop\n  - { repo: blog }\n');
    expect(load(base).projects).toEqual([
      createProject({ repo: 'shop', path: '/srv/shop' }),
      createProject({ repo: 'blog' }),
    ]);
    const env = { ORCH_PROJECTS_JSON: JSON.stringify([BLOG]) };
    expect(load(base, env).projects.map(({ repo }) => repo)).toEqual(['blog']);
  });

  it('names every mistake with its line, its column and the nearest key', () => {
    const yaml = [
      'projects:',
      '  - repo: shop',
      '    work_item_prefx: SHOP',
      '    path: shop',
      '  - repo: shop',
      '    max_concurrency: 0',
      '  - path: /srv/blog',
    ].join('\n');
    expect(mistakesIn(yaml)).toEqual([
      expect.stringMatching(/^4:11: projects: item 1, path: expected an absolute path/),
      expect.stringMatching(
        /^3:5: projects: item 1, work_item_prefx: unknown key "work_item_prefx", the nearest known key is "work_item_prefix"/,
      ),
      expect.stringMatching(/^6:22: projects: item 2, max_concurrency: /),
      expect.stringMatching(/^7:5: projects: item 3, repo: /),
    ]);
    expect(mistakesIn('projects:\n  - { repo: a }\n  - { repo: a }\n')).toEqual([
      expect.stringMatching(/^3:13: projects: item 2, repo: stands twice/),
    ]);
    expect(mistakesIn('projects: { shop: {} }\n')).toEqual([expect.stringMatching(/^1:1: projects: .*array/)]);
  });
});

describe('the words of `repo add`', () => {
  it('are a record of the registry', () => {
    const options = { prefix: 'S', trackerProject: 'p-1', checks: '[["make","test"]]', models: '{"tester":"small"}' };
    expect(projectFromOptions('shop', '/srv/shop', { ...options, maxConcurrency: '2' })).toEqual(
      createProject({
        repo: 'shop',
        path: '/srv/shop',
        workItemPrefix: 'S',
        planeProjectId: 'p-1',
        checks: [['make', 'test']],
        agentModels: { tester: 'small' },
        maxConcurrency: 2,
      }),
    );
  });

  it('are all named where they are wrong', () => {
    const add = () => projectFromOptions('a b', 'srv/shop', { checks: 'npm test', maxConcurrency: '0', prefix: '-' });
    expect(add).toThrow(expect.objectContaining({ code: 'usage', exitCode: 2 }));
    expect(add).toThrow(/^id: .+\n--prefix: .+\npath: expected an absolute path\n--checks: .+\n--max-concurrency: .+$/);
  });
});
