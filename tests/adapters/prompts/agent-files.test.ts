import { readFileSync } from 'node:fs';
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createFrontmatter } from '../../../src/adapters/frontmatter/create-frontmatter.ts';
import { createPrompts } from '../../../src/adapters/prompts/create-prompts.ts';
import { outsideScope } from '../../../src/domain/pipeline/write-scope.ts';
import { prompts, ROOT, task } from './shipped-prompts.ts';

const promptOf = (role: string, stage: string | null = null): Promise<string> =>
  prompts.renderTask({
    ...{
      role,
      stage,
      task,
      artifacts: [],
      baseCommit: 'b45e',
      headCommit: '4ead',
      eventLog: '/home/logs/framework-run.jsonl',
      instructions: '',
      feedback: [],
      checks: [],
    },
    worktree: '/base/task-greet',
  });

/** Which of these a role may write. */
const inside = async (role: string, paths: readonly string[]): Promise<readonly string[]> => {
  const { writes } = await prompts.agent(role);
  const outside = outsideScope(paths, writes ?? ['**'], task);
  return paths.filter((path) => !outside.includes(path));
};

const item = (name: string): string => `docs/work-items/T7/${name}`;
const ANALYSIS = [
  '01-brd.md',
  '02-trz.md',
  '03-acceptance-criteria.md',
  '04-test-plan.yaml',
  '04b-ui-test-cases.md',
].map(item);
const DESIGN = ['06-adr/ADR-001-x.md', '07-infra-requirements.md', '08-data-requirements.md', '10-tech-risks.md'].map(
  item,
);
const [ADR = '', ...REQUIREMENTS] = DESIGN;
const REPORTS = ['12-review.md', '13-test-report.md', '14-deploy-log.md', '15-staging-log.md'].map(item);
const [REVIEW = '', TEST_REPORT = '', DEPLOY_LOG = '', STAGING_LOG = ''] = REPORTS;
const REQUEST = item('00-business-request.md');
const CODE = ['src/a.ts', 'tests/a.test.ts', 'CHANGELOG.md', '.github/workflows/ci.yml'];
const OTHER = 'docs/work-items/T8/01-brd.md';
const ARCHITECTURE = 'docs/architecture/README.md';
const EVERYTHING = [...CODE, ...ANALYSIS, ...DESIGN, ...REPORTS, REQUEST, ARCHITECTURE, OTHER];

describe('what a role may write (MA-228)', () => {
  test.each([
    // The request is the person's, and decisions are the architect's: neither is changed by whoever reads them first.
    ['analyst', [...ANALYSIS, ...DESIGN.filter((path) => !/\/0[67]-/.test(path))]],
    ['architect', [...DESIGN, ARCHITECTURE]],
    ['developer', [...CODE, ...REQUIREMENTS, ARCHITECTURE]],
    ['reviewer', [REVIEW]],
    ['tester', [TEST_REPORT]],
    ['deployer', [DEPLOY_LOG, STAGING_LOG]],
  ])('%s', async (role, allowed) => {
    expect((await inside(role, EVERYTHING)).toSorted()).toEqual(allowed.toSorted());
  });

  test('questions are the analyst’s to ask, a conflict the architect’s to report', async () => {
    const asked = [item('questions.md'), item('conflict.md')];
    expect(await inside('architect', asked)).toEqual([item('conflict.md')]);
    expect(await inside('developer', asked)).toEqual([]);
    expect(await inside('analyst', asked)).toEqual(asked);
  });

  test('what the developer may not touch of the design is what it was given', async () => {
    expect(await inside('developer', [ADR])).toEqual([]);
  });

  test.each(['reviewer', 'tester', 'deployer'])(
    'INV-2: the %s writes exact paths that pipelines list as records',
    async (role) => {
      const { writes } = await prompts.agent(role);
      for (const name of ['delivery', 'bugfix']) {
        const pipeline = readFileSync(join(ROOT, `.openclaw/pipelines/${name}.yaml`), 'utf8');
        for (const path of writes ?? []) expect(pipeline).toContain(`  - ${path}\n`);
      }
    },
  );
});

describe('what every role is told', () => {
  const ROLES = ['analyst', 'architect', 'developer', 'reviewer', 'tester', 'deployer'];

  test.each(ROLES)('the %s reads the passport and the architecture first (MA-226)', async (role) => {
    const text = await promptOf(role);
    for (const place of ['`CLAUDE.md` or `AGENTS.md`', '`docs/architecture`']) expect(text).toContain(place);
  });

  test.each(ROLES.filter((role) => role !== 'developer'))(
    'the %s writes files: text in its answer is none (MA-104)',
    async (role) => {
      expect(await promptOf(role)).toContain('Text in your answer is no artifact: write the file.');
    },
  );

  test.each([
    ['analyst', [...ANALYSIS, item('questions.md'), REQUEST]],
    ['architect', [...DESIGN.slice(1), item('06-adr/ADR-001-slug.md'), item('conflict.md')]],
    ['reviewer', [REVIEW]],
    ['tester', [TEST_REPORT]],
    ['deployer', [DEPLOY_LOG, STAGING_LOG]],
  ])('the %s is told its files by their path', async (role, paths) => {
    const text = await promptOf(role);
    for (const path of paths) expect(text).toContain(`\`${path}\``);
  });

  test('the deployer is told which of its two stages it is in (MA-103)', async () => {
    expect(await promptOf('deployer', 'deploy-staging')).toContain('You are in the stage `deploy-staging`.');
    expect(await promptOf('deployer', 'deploy')).toContain('You are in the stage `deploy`.');
  });

  test('the reviewer is told how to see the change, its four axes and what each severity means (MA-236)', async () => {
    const text = await promptOf('reviewer');
    expect(text).toContain('`git diff b45e...4ead`');
    for (const axis of ['specification', 'decisions', 'code', 'tests']) expect(text).toContain(`\n| ${axis} | `);
    for (const severity of ['P0', 'P1', 'P2', 'P3']) expect(text).toContain(`\n| **${severity}** | `);
    expect(text).toContain('`APPROVED` when no P0 and no P1 is open');
  });

  test('the architect has five prohibitions (MA-239)', async () => {
    const text = await promptOf('architect');
    const list = text.slice(text.indexOf('What you never decide:'), text.indexOf('When the requirements contradict'));
    expect(list.match(/^\d\. No .+/gm)).toHaveLength(5);
    for (const word of ['staging gate', 'message queue', 'Kubernetes', 'ORM', 'accepted decision record'])
      expect(list).toContain(word);
    expect(text).toContain('`arch:major-change`');
  });

  test('the developer’s rules (MA-235)', async () => {
    const text = await promptOf('developer');
    for (const words of [
      'test-first',
      '1500 changed lines',
      'Conventional Commits',
      'Refs: T7',
      '--no-verify',
      'force-pushed',
    ])
      expect(text).toContain(words);
  });

  test('the tester’s rules (MA-237)', async () => {
    const text = await promptOf('tester');
    for (const words of [REVIEW, 'clean clone of the commit `b45e`', 'never adapt a test', 'versions', 'whole suite'])
      expect(text).toContain(words);
  });

  test.each(['analyst', 'architect', 'tester', 'deployer'])(
    'the %s is told not to do the developer’s part',
    async (role) => {
      expect(await promptOf(role)).toContain('carry out your part of it and no more');
    },
  );

  test.each(ROLES)('the %s is told that nobody closes a task by hand (MA-240)', async (role) => {
    expect(await promptOf(role)).toContain('Nobody closes the task by hand');
  });
});

describe('an agent file', () => {
  const agentWith = async (frontmatter: string) => {
    const root = await mkdtemp(join(tmpdir(), 'agents-'));
    onTestFinished(() => rm(root, { recursive: true }));
    await cp(join(ROOT, '.openclaw/agents'), join(root, '.openclaw/agents'), { recursive: true });
    await writeFile(join(root, '.openclaw/agents/tester.md'), `---\n${frontmatter}\n---\nYou test.\n`);
    return createPrompts({ root, frontmatter: createFrontmatter() }).agent('tester');
  };
  const SOUND = 'role: tester\ndescription: Tests.\naccess: read-only';

  test('may say worker, model, effort, network and time', async () => {
    const own = 'worker: claude\nmodel: opus\neffort: medium\nnetwork: allow\ntimeout_seconds: 90';
    expect(await agentWith(`${SOUND}\n${own}`)).toMatchObject({
      ...{ worker: 'claude', model: 'opus', effort: 'medium', network: 'allow', timeoutMs: 90_000, writes: null },
    });
    expect(await agentWith(SOUND)).toMatchObject({
      ...{ worker: null, model: null, effort: null, network: 'none', timeoutMs: null, skills: [] },
    });
  });

  test.each([
    ['a misspelt key', `${SOUND}\nmodell: x`, 'tester.md:5:1: unknown key "modell", the nearest known key is "model"'],
    ['another role’s name', SOUND.replace('role: tester', 'role: deployer'), 'tester.md:2:1: the role is "deployer"'],
    ['an unknown access', SOUND.replace('read-only', 'all'), 'tester.md:4:9: `access`'],
    ['an unknown worker', `${SOUND}\nworker: gemini`, 'tester.md:5:9: `worker`'],
    ['no time', `${SOUND}\ntimeout_seconds: 0`, 'tester.md:5:18: `timeout_seconds`'],
    ['a glob that leads out', `${SOUND}\nwrites: ["docs/**", "a/../../b"]`, 'tester.md:5:21: `writes.1`'],
    ['an absolute glob', `${SOUND}\nwrites: [/etc/**]`, 'tester.md:5:10: `writes.0`'],
    ['an unknown placeholder', `${SOUND}\nwrites: ["{{slug}}/**"]`, 'the only placeholder is {{task_id}}'],
  ])('is refused for %s', async (_, frontmatter, message) => {
    await expect(agentWith(frontmatter)).rejects.toThrow(message);
  });
});
