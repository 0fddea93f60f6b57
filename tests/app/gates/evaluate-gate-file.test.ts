import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createFiles } from '../../../src/adapters/files.ts';
import { createFrontmatter } from '../../../src/adapters/frontmatter/create-frontmatter.ts';
import { evaluateGateFile } from '../../../src/app/gates/evaluate-gate-file.ts';
import { GATES } from '../../../src/gates/registry.ts';
import { createTestHome } from '../../helpers/store.ts';

const app = { files: createFiles(), frontmatter: createFrontmatter() };

const judge = async (gate: string, text: string) => {
  const file = join(await createTestHome(), 'report.md');
  await writeFile(file, text);
  return { file, answer: await evaluateGateFile(app, gate, file) };
};

describe('a file is judged alone', () => {
  it.each([
    ['review-verdict', 'verdict: APPROVED', 'pass'],
    ['review-verdict', 'verdict: REQUEST_CHANGES', 'fail'],
    ['tests-verdict', 'status: PASS', 'pass'],
    ['deploy-status', 'deploy_status: FAILED', 'fail'],
    ['staging-status', 'staging_status: SUCCESS', 'pass'],
  ])('%s: %s is a %s', async (gate, field, outcome) => {
    expect((await judge(gate, `---\n${field}\n---\n`)).answer.outcome).toBe(outcome);
  });

  it('as the artifact of a task to which the gate applies', async () => {
    expect((await judge('staging-status', '---\nstaging_status: FAILED\n---\n')).answer).toMatchObject({
      outcome: 'fail',
      reason: 'staging_status: FAILED',
    });
  });
});

describe('a document of a work item is judged alone', () => {
  const plan =
    'work_item: T-1\ntests:\n  - id: TC-01\n    type: unit\n    description: D\n    module: m\n    expected: E\n';

  it.each([
    ['spec-format', '# Touched modules\n', 'fail', '02-trz.md lacks the headings: API changes'],
    ['test-plan-format', plan, 'pass', ''],
    ['test-plan-format', plan.replace('unit', 'manual'), 'fail', 'tests.0.type'],
    ['test-plan-format', 'tests: [', 'fail', 'line 1: invalid YAML'],
  ])('%s of %j is a %3$s (MA-229, MA-230)', async (gate, text, outcome, reason) => {
    const { answer } = await judge(gate, text);
    expect(answer.outcome).toBe(outcome);
    expect(answer.reason).toContain(reason);
  });

  it.each(['spec-format', 'test-plan-format'])('%s: a file that is not there fails (INV-13)', async (gate) => {
    const file = join(await createTestHome(), 'missing');
    expect(await evaluateGateFile(app, gate, file)).toMatchObject({
      outcome: 'fail',
      reason: expect.stringContaining('not found'),
    });
  });
});

describe('a file that cannot be judged fails (INV-13)', () => {
  it('with the reason that its frontmatter has', async () => {
    const { file, answer } = await judge('review-verdict', 'APPROVED');
    expect(answer.reason).toBe(`${file}: no frontmatter: it does not begin with a line \`---\``);
  });

  it('when it is not there, a directory, or too large', async () => {
    const home = await createTestHome();
    const large = join(home, 'large.md');
    await mkdir(join(home, 'directory'));
    await writeFile(large, `---\nverdict: APPROVED\n---\n${'x'.repeat(17 * 1024 * 1024)}`);
    for (const file of [join(home, 'missing.md'), join(home, 'directory'), large]) {
      const answer = await evaluateGateFile(app, 'review-verdict', file);
      expect(answer).toMatchObject({ outcome: 'fail', evidence: { unusable: true } });
      expect(answer.reason).toContain(file);
    }
  });
});

describe('what is no question for a file is refused', () => {
  const readsNoFile = [...GATES.values()]
    .filter(({ artifact, judgesFile }) => artifact === null && judgesFile === undefined)
    .map(({ name }) => name);

  it.each([...readsNoFile, 'no-such-gate'])('%s', async (gate) => {
    await expect(evaluateGateFile(app, gate, 'report.md')).rejects.toMatchObject({ code: 'usage' });
  });
});
