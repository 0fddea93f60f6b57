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
  const readsNoFile = [...GATES.values()].filter(({ artifact }) => artifact === null).map(({ name }) => name);

  it.each([...readsNoFile, 'no-such-gate'])('%s', async (gate) => {
    await expect(evaluateGateFile(app, gate, 'report.md')).rejects.toMatchObject({ code: 'usage' });
  });
});
