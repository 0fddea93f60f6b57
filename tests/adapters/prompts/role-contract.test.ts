import { describe, expect, test } from 'vitest';
import { stageArtifacts } from '../../../src/app/jobs/stage-artifacts.ts';
import type { Evidence } from '../../../src/domain/evidence.ts';
import type { Pipeline, Stage } from '../../../src/domain/pipeline/pipeline.ts';
import type { Subject } from '../../../src/gates/gate.ts';
import { askGate, GATES } from '../../../src/gates/registry.ts';
import { createStage } from '../../helpers/store.ts';
import { frontmatter, prompts, task } from './shipped-prompts.ts';

const subject: Subject = { ...task, activeJob: null, candidate: 'c' };
const DIRECTORY = 'docs/work-items/T7';

const promptOf = (role: string): Promise<string> =>
  prompts.renderTask({
    ...{
      role,
      stage: null,
      task,
      artifacts: [],
      baseCommit: 'b45e',
      eventLog: '/home/logs/framework-run.jsonl',
      instructions: '',
      feedback: [],
      checks: [],
    },
    worktree: '/base/task-greet',
  });

/** The report that a role's prompt shows as an example: the frontmatter that names one of the fields. */
const sampleOf = async (role: string, field: string): Promise<string> => {
  const text = await promptOf(role);
  const sample = [...text.matchAll(/```\n(---\n.*?\n---\n)```/gs)].find(([, block]) => block?.includes(`\n${field}: `));
  if (sample?.[1] === undefined) throw new Error(`the prompt of the ${role} shows no ${field}`);
  return `${sample[1]}\nBelow it stands prose that says FAILED and REQUEST_CHANGES.\n`;
};

const ask = (gate: string, text: string) => {
  const reading = frontmatter.read(text);
  if (!reading.ok) throw new Error(reading.problem);
  const path = `${DIRECTORY}/${GATES.get(gate)?.artifact ?? ''}`;
  const evidence: Partial<Evidence> = {
    artifact: { path, status: 'read', fields: reading.fields, text },
    staging: { applies: true, repository: 'orchestrator' },
  };
  return askGate(gate, evidence, subject);
};

describe('the frontmatter that a prompt shows passes the gate that reads it (MA-055, MA-256)', () => {
  test.each([
    ['reviewer', 'review-verdict', 'verdict', 'REQUEST_CHANGES'],
    ['tester', 'tests-verdict', 'result', 'FAIL'],
    ['deployer', 'staging-status', 'staging_status', 'FAILED'],
    ['deployer', 'deploy-status', 'deploy_status', 'FAILED'],
  ])('%s: %s', async (role, gate, field, negative) => {
    const sample = await sampleOf(role, field);
    expect(GATES.get(gate)?.fields).toContain(field);
    expect(ask(gate, sample)).toMatchObject({ outcome: 'pass' });
    // The other word of the prompt is understood too, and not merely not recognized.
    expect(await promptOf(role)).toContain(`\`${negative}\``);
    const { outcome, evidence } = ask(gate, sample.replace(new RegExp(`^${field}: .*$`, 'm'), `${field}: ${negative}`));
    expect({ outcome, unusable: evidence.unusable ?? false }).toEqual({ outcome: 'fail', unusable: false });
    const { writes } = await prompts.agent(role);
    expect(writes).toContain(`docs/work-items/{{task_id}}/${GATES.get(gate)?.artifact}`);
  });
});

describe('the files that a role is told to write are those that its gates want', () => {
  const stage = (name: string, role: string | null, ...gates: readonly string[]): Stage =>
    createStage({ name, role, gates });
  const pipeline: Pipeline = {
    ...{
      name: 'p',
      description: 'p',
      review: 'required',
      starts: 'engine',
      records: [],
      commit: 'harness',
      shared: [],
    },
    workItem: 'docs/work-items/{{task_id}}',
    stages: [
      stage('analysis', 'analyst', 'analysis-complete', 'analysis-approved'),
      stage('architecture', 'architect', 'no-spec-conflict', 'architecture-done'),
      stage('development', 'developer', 'change-present'),
      stage('review', 'reviewer', 'review-verdict'),
      stage('testing', 'tester', 'tests-verdict'),
      stage('deploy-staging', 'deployer', 'staging-status'),
      stage('deploy', 'deployer', 'deploy-status', 'no-conflict'),
    ],
  };
  const artifacts = (name: string) => stageArtifacts(pipeline, { id: 'T7', stage: name });

  test.each([
    ['development', []],
    ['review', ['12-review.md']],
    ['testing', ['13-test-report.md']],
    ['deploy-staging', ['15-staging-log.md']],
    ['deploy', ['14-deploy-log.md']],
  ])('in %s', (name, files) => {
    expect(artifacts(name)).toEqual(files.map((file) => `${DIRECTORY}/${file}`));
  });

  test.each([
    ['analysis', 'analysis-complete'],
    ['architecture', 'architecture-done'],
  ])('in %s, where %s passes with them and without any of them does not', (name, gate) => {
    const names = artifacts(name).map((path) => path.slice(DIRECTORY.length + 1));
    const answer = (present: readonly string[]) => {
      const files = Object.fromEntries(present.map((file) => [file, 'text']));
      return askGate(gate, { workItem: { directory: DIRECTORY, files } }, subject).outcome;
    };
    expect(names).not.toEqual([]);
    expect(answer(names)).toBe('pass');
    for (const missing of names) expect(answer(names.filter((file) => file !== missing)), missing).toBe('fail');
  });

  test('none in a pipeline without documents', () => {
    expect(stageArtifacts({ ...pipeline, workItem: null }, { id: 'T7', stage: 'review' })).toEqual([]);
  });
});
