import { describe, expect, it } from 'vitest';
import { createProject } from '../../../src/domain/project/project.ts';
import { agentEffort, agentModel } from '../../../src/domain/worker/agent-choice.ts';

const SHOP = createProject({ repo: 'shop', agentModels: { developer: 'own' }, agentEfforts: { developer: 'max' } });
const BARE = createProject({ repo: 'bare', agentModels: { developer: '' }, agentEfforts: { developer: ' ' } });

describe('agentModel', () => {
  const both = {
    model: 'common',
    models: { developer: 'for-developers' },
    modelsByDifficulty: { normal: 'for-normal' },
  };
  const common = { model: 'common', models: {}, modelsByDifficulty: { hard: 'for-hard' } };
  const none = { model: null, models: {}, modelsByDifficulty: {} };

  it.each([
    ["the project's own before everything", SHOP, 'developer', both, 'own'],
    ["the role's where the project says nothing of it", BARE, 'developer', both, 'for-developers'],
    ["the role's for an unknown project", null, 'developer', both, 'for-developers'],
    ['that for its difficulty where the role has none', SHOP, 'tester', both, 'for-normal'],
    ['the common one for another difficulty', SHOP, 'tester', common, 'common'],
    ['the common one for an unknown role', null, 'astrologer', common, 'common'],
    ["the common one where the role's is empty", null, 'developer', { ...common, models: { developer: '' } }, 'common'],
    ["the project's own without any setting", SHOP, 'developer', none, 'own'],
    ['none: the CLI takes its own', null, 'developer', none, null],
  ])('%s', (_what, project, role, settings, model) => {
    expect(agentModel(project, role, 'normal', settings)).toBe(model);
  });
});

describe('agentEffort', () => {
  const both = { effort: 'low', efforts: { developer: 'xhigh' } };
  const none = { effort: null, efforts: {} };

  it.each([
    ["the project's own before everything", SHOP, 'developer', both, 'max'],
    ["the role's where the project says nothing of it", BARE, 'developer', both, 'xhigh'],
    ["the role's for an unknown project", null, 'developer', both, 'xhigh'],
    ['the common one where the role has none', SHOP, 'analyst', both, 'low'],
    ["the common one before the role's standard", null, 'tester', both, 'low'],
    ['the standard of those who think', null, 'analyst', none, 'high'],
    ['the standard of an unknown role', null, 'astrologer', none, 'high'],
    ['the standard of those who follow a plan', null, 'deployer', none, 'medium'],
  ])('%s', (_what, project, role, settings, effort) => {
    expect(agentEffort(project, role, settings)).toEqual({ effort, warning: null });
  });

  it('leaves out what is none and says where it stands', () => {
    expect(agentEffort(null, 'developer', { effort: null, efforts: { developer: 'hihg' } })).toEqual({
      effort: null,
      warning:
        '"hihg", the effort of the developer in the settings, is none of low, medium, high, xhigh, max: the agent is not told one.',
    });
    const misspelt = createProject({ repo: 'shop', agentEfforts: { tester: 'HIGH' } });
    const { effort, warning } = agentEffort(misspelt, 'tester', both);
    expect([effort, warning]).toEqual([null, expect.stringContaining('the effort of the tester of the project shop')]);
  });
});
