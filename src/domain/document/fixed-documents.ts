/**
 * Documents that lie at the same place for every task, because those who read them know no task: a reviewer of another worktree, the
 * one who mends the orchestrator, the owner of a legacy system. Paths from the repository's root.
 */
export const HAND_OFF = 'review/handoff.md';

export const REVIEW_REPORT = 'review/code-review-report.md';
export const REVIEW_DOCUMENTS = [
  'review/test-plan.md',
  REVIEW_REPORT,
  'review/bug-report.md',
  'review/qa-coverage.md',
] as const;

export const FRAMEWORK_DOCUMENTS = [
  'framework-review/framework-log-analysis.md',
  'framework-review/framework-bug-report.md',
  'framework-review/framework-fix-plan.md',
] as const;

/** The only place that a migration may change before it is approved. */
export const MIGRATION_DIRECTORY = 'migration';
export const MIGRATION_APPROVAL = 'migration/approval.md';
export const ROLLBACK_PLAN = 'migration/rollback-plan.md';

/** Each is built on the ones before it; the approval comes last. */
export const MIGRATION_STEPS = [
  'migration/legacy-snapshot.md',
  'migration/legacy-tech-spec.md',
  'migration/legacy-gap-report.md',
  'migration/legacy-risk-assessment.md',
  'migration/legacy-migration-plan.md',
  'migration/legacy-migration-proposal.md',
] as const;
