import { describe, expect, it } from 'vitest';
import {
  createProject,
  projectOfRepo,
  projectOfTracker,
  trackerProjectIds,
} from '../../../src/domain/project/project.ts';

describe('createProject', () => {
  it('fills in what is not said', () => {
    expect(createProject({ repo: 'shop' })).toEqual({
      repo: 'shop',
      planeProjectId: null,
      workItemPrefix: 'SHOP',
      name: 'shop',
      path: null,
      agentModels: {},
      agentEfforts: {},
      checks: null,
      setup: null,
      maxConcurrency: null,
    });
    expect(createProject({ repo: 'shop', name: 'The shop', workItemPrefix: 'S' })).toMatchObject({
      name: 'The shop',
      workItemPrefix: 'S',
    });
  });

  it.each([
    ['enduro-trails', 'ET'],
    ['orchestrator', 'ORCH'],
    ['api', 'API'],
    ['v2.web_client', 'VWC'],
    ['42', 'WORK'],
  ])('derives the prefix of %s: %s', (repo, prefix) => {
    expect(createProject({ repo }).workItemPrefix).toBe(prefix);
  });

  it('cannot be changed, neither itself nor anything in it nor through what it was made of', () => {
    const models = { developer: 'a' };
    const project = createProject({ repo: 'shop', agentModels: models, checks: [['npm', 'test']] });
    models.developer = 'b';
    expect(() => Object.assign(project, { repo: 'other' })).toThrow(TypeError);
    expect(() => Object.assign(project.agentModels, { developer: 'b' })).toThrow(TypeError);
    expect(() => Object.assign(project.checks?.[0] ?? {}, { 0: 'true' })).toThrow(TypeError);
    expect(project).toMatchObject({ repo: 'shop', agentModels: { developer: 'a' }, checks: [['npm', 'test']] });
  });
});

describe('lookups', () => {
  const shop = createProject({ repo: 'shop', planeProjectId: 'p-1' });
  const blog = createProject({ repo: 'blog' });
  const projects = [shop, blog];

  it('find by repository and by the id of the tracker, and nothing that is not there', () => {
    expect(projectOfRepo(projects, 'blog')).toBe(blog);
    expect(projectOfRepo(projects, 'Blog')).toBeNull();
    expect(projectOfTracker(projects, 'p-1')).toBe(shop);
    expect(projectOfTracker(projects, 'p-2')).toBeNull();
  });

  it("list the tracker's ids of those that have one", () => {
    expect(trackerProjectIds(projects)).toEqual(new Set(['p-1']));
  });
});
