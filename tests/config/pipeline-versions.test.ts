import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { createFrontmatter } from '../../src/adapters/frontmatter/create-frontmatter.ts';
import { createPrompts } from '../../src/adapters/prompts/create-prompts.ts';
import { parsePipeline } from '../../src/config/pipeline-schema.ts';
import type { OrchestratorError } from '../../src/domain/errors.ts';
import { GATES } from '../../src/gates/registry.ts';

const prompts = createPrompts({ root: process.cwd(), frontmatter: createFrontmatter() });
const NAMES = ['developer', 'reviewer', 'tester', 'deployer'];
const roles = new Map(
  await Promise.all(NAMES.map(async (role) => [role, (await prompts.agent(role)).writes] as const)),
);
const BUGFIX = readFileSync('.openclaw/pipelines/bugfix.yaml', 'utf8');

const problemOf = (text: string): string => {
  try {
    parsePipeline(text, 'p.yaml', { gates: GATES, roles, origin: 'repository' });
    return '';
  } catch (error) {
    return (error as OrchestratorError).message;
  }
};

const once = BUGFIX.replace('    versions: select\n', '');
const inStage = (stage: string, line: string): string => once.replace(`  - name: ${stage}\n`, `$&    ${line}\n`);

it('the built-in pipelines say themselves which stage is done in versions', () => {
  for (const name of ['subtask', 'bugfix', 'delivery', 'web', 'independent-review'])
    expect(readFileSync(`.openclaw/pipelines/${name}.yaml`, 'utf8')).toMatch(/developer\n {4}versions: select\n/);
  expect(readFileSync('.openclaw/pipelines/strict.yaml', 'utf8')).toMatch(/executor\n {4}versions: select\n/);
});

it('reports are brought together, work is chosen from (KB-07, KB-08)', () => {
  expect(problemOf(BUGFIX)).toBe('');
  expect(problemOf(inStage('review', 'versions: aggregate'))).toBe('');
  expect(problemOf(inStage('review', 'versions: select'))).toContain('brought together ("aggregate"), not chosen from');
  expect(problemOf(inStage('development', 'versions: aggregate'))).toContain('"review-verdict"');
  expect(problemOf(inStage('testing', 'versions: aggregate'))).toContain('"review-verdict"');
});

it.each([
  ['a stage where nobody works', inStage('created', 'versions: select'), 'nobody works in this stage'],
  ['the stage that delivers', inStage('deploy', 'versions: aggregate'), 'does its work once'],
  ['two stages', BUGFIX.replace('  - name: review\n', '$&    versions: aggregate\n'), 'an earlier one is already'],
  ['another word', BUGFIX.replace('versions: select', 'versions: best'), 'stages.1.versions'],
])('refuses %s', (_, text, problem) => {
  expect(problemOf(text)).toContain(problem);
});
