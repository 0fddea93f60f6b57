import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { createFrontmatter } from '../../src/adapters/frontmatter/create-frontmatter.ts';
import { createPrompts } from '../../src/adapters/prompts/create-prompts.ts';
import type { PipelineSurroundings } from '../../src/config/pipeline-rules.ts';
import { parsePipeline } from '../../src/config/pipeline-schema.ts';
import { isJudging } from '../../src/domain/pipeline/pipeline.ts';
import { GATES } from '../../src/gates/registry.ts';

const prompts = createPrompts({ root: process.cwd(), frontmatter: createFrontmatter() });
const ROLES = ['developer', 'reviewer', 'independent-reviewer', 'framework-reviewer', 'migration-analyst'];

const surroundings = async (origin: PipelineSurroundings['origin']): Promise<PipelineSurroundings> => ({
  gates: GATES,
  roles: new Map(await Promise.all(ROLES.map(async (role) => [role, (await prompts.agent(role)).writes] as const))),
  origin,
});
const textOf = (name: string): string => readFileSync(`.openclaw/pipelines/${name}.yaml`, 'utf8');

it.each([
  ['independent-review', ['review']],
  ['framework-review', ['analysis']],
  ['legacy-migration', ['review']],
])('%s: only its judges write reports alone (INV-2)', async (name, judges) => {
  const pipeline = parsePipeline(textOf(name), name, await surroundings('built-in'));
  expect(pipeline.stages.filter((stage) => isJudging(pipeline, stage)).map((stage) => stage.name)).toEqual(judges);
});

it('INV-2: a repository of its own may put no record where other tasks put theirs', async () => {
  const own = await surroundings('repository');
  expect(() => parsePipeline(textOf('independent-review'), 'p.yaml', own)).toThrow(
    /records\.0: a record lies in the directory that "workItem" names/,
  );
});

it('a record that gates judge by is listed by the path that it has', async () => {
  const without = textOf('independent-review').replace('  - review/code-review-report.md\n', '');
  expect(() => parsePipeline(without, 'p.yaml', { gates: GATES, roles: new Map(), origin: 'built-in' })).toThrow();
  const known = await surroundings('built-in');
  expect(() => parsePipeline(without, 'p.yaml', known)).toThrow(
    /"independent-verdict" judges by reports that stand beside the candidate: add review\/code-review-report\.md/,
  );
});

it('nobody can work apart in a stage without a role', async () => {
  const text = textOf('independent-review').replace('  - name: merge\n', '  - name: merge\n    independent: true\n');
  const known = await surroundings('built-in');
  expect(() => parsePipeline(text, 'p.yaml', known)).toThrow(/stages\.3\.independent: nobody works in this stage/);
});
