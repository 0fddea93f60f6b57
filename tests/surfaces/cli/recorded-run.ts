import type { RunReport, TaskReport } from '../../../src/domain/report.ts';
import type { Run } from '../../../src/domain/run.ts';
import type { Usage } from '../../../src/domain/usage/usage.ts';
import type { ProgressEvent, Question } from '../../../src/surfaces/cli/progress/sinks.ts';

/** Noon, so that times of day read well. */
export const START = Date.UTC(2026, 2, 1, 12);

export const run: Run = {
  id: 'r-7f3',
  kind: 'lead',
  project: null,
  plan: null,
  goal: 'Add single sign-on with an audit log',
  status: 'running',
  mainPath: '/base/main',
  mainBranch: 'main',
  baseRef: 'origin/main',
  mainHead: '9c1e4d2f00000000000000000000000000000000',
  startHead: '9c1e4d2f00000000000000000000000000000000',
  pipeline: 'subtask',
  worker: 'codex',
  delivery: 'local-merge',
  summary: '',
  usage: { inputTokens: 0, cachedTokens: 0, outputTokens: 0, costUsd: null },
  turns: 0,
  toolCalls: 0,
  createdAt: START,
  endedAt: null,
  version: 1,
};

export const question: Question = {
  id: 'q-1',
  run: 'r-7f3',
  task: 'T-4',
  about: { type: 'lead', call: 'call-9' },
  text: 'Retain audit records for 30 or 90 days?',
  options: ['30', '90'],
  state: { status: 'open' },
  askedAt: START + 400_000,
};

const used = (tokens: number, costUsd: number): Usage => ({
  inputTokens: tokens,
  cachedTokens: 0,
  outputTokens: 0,
  costUsd,
});

const status = (
  task: string,
  slug: string,
  stage: string,
  to: TaskReport['status'],
  reason: string | null = null,
): ProgressEvent => ({ type: 'task-changed', task, slug, stage, status: to, reason });

/** A run in which everything happens once, with the second at which it happens. */
export const RECORDED: readonly (readonly [second: number, event: ProgressEvent])[] = [
  [0, { type: 'run-started', run, model: 'gpt-5.2', budgetUsd: 12, dryRun: false, resumed: false, spent: run.usage }],
  [1, { type: 'checks-started', task: null, command: 'npm test' }],
  [8, { type: 'lead-turn', turn: 1, usage: used(4_000, 0.02) }],
  [
    9,
    {
      type: 'plan-recorded',
      summary: 'Schema first, then three independent parts',
      tasks: [
        { id: 'T-1', slug: 'schema-migration', title: 'Add the tables', dependsOn: [] },
        { id: 'T-2', slug: 'oidc-callback', title: 'Handle the callback', dependsOn: ['T-1'] },
        { id: 'T-3', slug: 'login-page', title: 'Offer single sign-on', dependsOn: ['T-1'] },
        { id: 'T-4', slug: 'audit-log', title: 'Record every sign-in', dependsOn: ['T-1'] },
      ],
    },
  ],
  [
    10,
    {
      type: 'command-judged',
      record: {
        time: '2026-03-01T12:00:10.000Z',
        run: 'r-7f3',
        task: null,
        worktree: 'main',
        command: 'git push origin main',
        argv: ['git', 'push', 'origin', 'main'],
        decision: 'deny',
        rule: 'git.push',
        reason: 'Nothing leaves the machine.',
        dry: false,
        exitCode: null,
        durationMs: 0,
        outputBytes: 0,
      },
    },
  ],
  [11, { type: 'job-queued', job: 'j-1', task: 'T-1', role: 'developer', waitsFor: null }],
  [12, { type: 'job-started', job: 'j-1', task: 'T-1', role: 'developer', attempt: 1 }],
  [12, status('T-1', 'schema-migration', 'development', 'running')],
  [40, { type: 'job-activity', job: 'j-1', task: 'T-1', text: 'edit db/schema.sql', usage: used(20_000, 0.3) }],
  [
    290,
    {
      type: 'job-ended',
      job: 'j-1',
      task: 'T-1',
      status: 'succeeded',
      summary: 'Added two tables and a migration',
      durationMs: 278_000,
      usage: used(41_000, 0.61),
    },
  ],
  [291, { type: 'checks-started', task: 'T-1', command: 'npm test' }],
  [310, { type: 'gate-answered', task: 'T-1', gate: 'checks-green', outcome: 'pass', reason: 'npm test is green' }],
  [313, { type: 'merged', task: 'T-1', commit: '4be1fd2a00000000000000000000000000000000' }],
  [314, status('T-1', 'schema-migration', 'done', 'merged')],
  [315, { type: 'job-started', job: 'j-2', task: 'T-2', role: 'developer', attempt: 1 }],
  [315, status('T-2', 'oidc-callback', 'development', 'running')],
  [316, { type: 'job-started', job: 'j-3', task: 'T-3', role: 'developer', attempt: 1 }],
  [316, status('T-3', 'login-page', 'development', 'running')],
  [
    390,
    {
      type: 'job-ended',
      job: 'j-3',
      task: 'T-3',
      status: 'succeeded',
      summary: 'The page offers single sign-on',
      durationMs: 74_000,
      usage: used(30_000, 0.5),
    },
  ],
  [
    395,
    {
      type: 'gate-answered',
      task: 'T-3',
      gate: 'checks-green',
      outcome: 'fail',
      reason: 'npm test: 3 of 88 failed\nlogin.test.ts:41 expected 302, got 500',
    },
  ],
  [396, status('T-3', 'login-page', 'development', 'sent-back', 'checks: 3 of 88 failed')],
  [397, { type: 'job-started', job: 'j-4', task: 'T-3', role: 'developer', attempt: 2 }],
  [397, status('T-3', 'login-page', 'development', 'running')],
  [400, { type: 'question-asked', question }],
  [400, status('T-4', 'audit-log', 'development', 'waiting', 'asks: 30 or 90 days?')],
  [410, { type: 'job-activity', job: 'j-2', task: 'T-2', text: 'edit src/oidc.ts', usage: used(50_000, 0.84) }],
  [
    420,
    { type: 'tool-called', tool: 'wait_for_jobs', input: '{"jobs":["j-2"]}', output: '{"jobs":[]}', durationMs: 1_200 },
  ],
  [421, { type: 'notice', level: 'warning', text: 'main was put back: a hook had been planted' }],
  [422, { type: 'lead-said', text: 'One part is merged.\nTwo are under way.' }],
];

/** How the run above would be told at its end. */
export const report: RunReport = {
  run: 'r-7f3',
  status: 'waiting',
  summary: 'One part is merged, two are under way.',
  plan: [{ id: 'T-1', title: 'Add the tables', dependsOn: [] }],
  tasks: [
    taskReport({
      id: 'T-1',
      slug: 'schema-migration',
      title: 'Add the tables',
      status: 'merged',
      merge: { commit: '4be1fd2a0000' },
    }),
    taskReport({
      id: 'T-3',
      slug: 'login-page',
      title: 'Offer single sign-on',
      status: 'sent-back',
      attempts: 2,
      reason: 'checks: 3 of 88 failed',
      owner: 'the lead',
      verdicts: [
        { gate: 'checks-green', outcome: 'fail', reason: 'npm test: 3 of 88 failed\nlogin.test.ts:41 expected 302' },
      ],
    }),
  ],
  commands: [
    { worktree: 'main', argv: ['git', 'push', 'origin', 'main'], decision: 'deny', exitCode: null, durationMs: 0 },
    { worktree: 'main', argv: ['git', 'status'], decision: 'allow', exitCode: 0, durationMs: 12 },
  ],
  tests: [
    { task: null, command: 'npm test', exitCode: 0 },
    { task: 'T-3', command: 'npm test', exitCode: 1 },
  ],
  files: ['db/schema.sql'],
  usage: { inputTokens: 121_000, cachedTokens: 90_000, outputTokens: 8_400, costUsd: 2.31 },
  durationMs: 840_000,
  goal: 'Add single sign-on with an audit log',
  dryRun: false,
  questions: [{ id: 'q-1', task: 'T-4', text: 'Retain audit records for 30 or 90 days?', options: ['30', '90'] }],
  notVerified: ['nobody signed in against a real provider'],
  decisions: ['q-0: ana approved a changed check'],
  notices: ['main was put back: a hook had been planted'],
  next: ['orchestrator task answer q-1 "..."', 'orchestrator resume r-7f3'],
};

export function taskReport(task: Partial<TaskReport> & Pick<TaskReport, 'id' | 'slug'>): TaskReport {
  return {
    title: '',
    branch: `task/${task.slug}`,
    worktree: `task-${task.slug}`,
    stage: 'development',
    status: 'planned',
    attempts: 1,
    verdicts: [],
    merge: null,
    pipeline: 'subtask',
    owner: null,
    reason: null,
    jobs: [],
    ...task,
  };
}
