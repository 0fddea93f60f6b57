import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runPlan } from '../../../src/app/plans/run-plan.ts';
import type { Plan, PlanTask } from '../../../src/domain/plan/plan.ts';
import type { RunReport } from '../../../src/domain/report.ts';
import { createPlan } from '../../helpers/plan.ts';
import { createScriptedModel } from '../../helpers/scripted-model.ts';
import { createTestApp, type TestApp } from '../../helpers/test-app.ts';

/** A real home and repository in which plans are run; no model is ever asked. */
export interface PlanScene extends TestApp {
  /** The directory of the plan file, beside the repository. */
  readonly base: string;
  run(tasks: readonly PlanTask[], more?: Partial<Plan>, order?: Partial<Order>): Promise<RunReport>;
  /** A file of a run's folder; null when it is not there. */
  file(run: RunReport, name: string): string | null;
}

interface Order {
  readonly fresh: boolean;
  readonly output: string | null;
  readonly signal: AbortSignal;
}

export const createPlanScene = async (variables: Readonly<Record<string, string>> = {}): Promise<PlanScene> =>
  sceneOf(await createTestApp({ model: createScriptedModel([]), variables }));

/** The same home as another process finds it after a crash. */
export const reopened = async (scene: PlanScene): Promise<PlanScene> =>
  sceneOf(await scene.reopen(createScriptedModel([])));

const sceneOf = (opened: TestApp): PlanScene => {
  const { base } = opened.repository;
  return {
    ...opened,
    base,
    run: (tasks, more = {}, { fresh = false, output = null, signal = new AbortController().signal } = {}) =>
      runPlan(opened.app, createPlan(base, tasks, more), { fresh, output }, signal),
    file: ({ run }, name) => {
      const path = join(opened.app.settings.layout.home, 'runs', run, name);
      return existsSync(path) ? readFileSync(path, 'utf8') : null;
    },
  };
};
