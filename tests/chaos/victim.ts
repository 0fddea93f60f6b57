import { appendFileSync, writeFileSync } from 'node:fs';
import { cwd, env } from 'node:process';
import { fileURLToPath } from 'node:url';
import type { LeadApp } from '../../src/app/lead/lead-hands.ts';
import { resumeRun } from '../../src/app/runs/resume-run.ts';
import { runMainJob } from '../../src/app/runs/run-main-job.ts';
import { buildApp } from '../../src/composition/build-app.ts';
import { createModelLead } from '../../src/composition/lead.ts';
import { UNATTENDED } from '../../src/composition/unattended.ts';
import { loadSettings } from '../../src/config/load-settings.ts';
import { OrchestratorError } from '../../src/domain/errors.ts';
import type { RunReport } from '../../src/domain/report.ts';
import { type KillPoints, withKillPoints } from './kill-points.ts';
import type { VictimOrder, VictimResult } from './victim-order.ts';

/**
 * The orchestrator as a process that ends itself, and its whole group, at one named point.
 * Usage: victim.ts <order as JSON>
 */
const order: VictimOrder = JSON.parse(process.argv[2] ?? '');
const root = fileURLToPath(new URL('../..', import.meta.url));

const killGroup = (name: string): void => {
  appendFileSync(order.points, `KILL ${name}\n`);
  process.kill(-process.pid, 'SIGKILL');
};

const createKillPoints = (): KillPoints => {
  const passed = new Map<string, number>();
  const isMeant = (name: string): boolean => {
    const nth = (passed.get(name) ?? 0) + 1;
    passed.set(name, nth);
    appendFileSync(order.points, `${name}\n`);
    return order.kill?.point === name && order.kill.nth === nth;
  };
  return {
    at: (name) => {
      if (isMeant(name)) killGroup(name);
    },
    during: (name) => {
      if (isMeant(name)) setTimeout(() => killGroup(name), order.kill?.delayMs);
    },
  };
};

/** Takes one protection away, to show what it protects from. */
const unprotected = (app: LeadApp): LeadApp => {
  switch (order.without) {
    case null:
      return app;
    case 'ending orphans':
      return { ...app, processes: { ...app.processes, endMarked: async () => 0 } };
    case 'finishing moves':
      return { ...app, store: { ...app.store, moves: { ...app.store.moves, unfinished: async () => [] } } };
  }
};

const work = async (): Promise<RunReport | null> => {
  const loaded = loadSettings({ env, cwd: cwd(), flags: {}, productRoot: root });
  const options = { loaded, root, environment: env, ...UNATTENDED, readonly: false };
  const { app, close } = await buildApp({ ...options, lead: async (hands) => createModelLead(hands) });
  try {
    const victim = withKillPoints(unprotected(app), createKillPoints());
    const { signal } = new AbortController();
    return order.command === 'run'
      ? await runMainJob(victim, { goal: 'Write two files', pipeline: null }, signal)
      : await resumeRun(victim, null, signal);
  } finally {
    await close();
  }
};

const result = await work().then(
  (report): VictimResult => ({ report, error: null }),
  (error: unknown): VictimResult => ({
    report: null,
    error:
      error instanceof OrchestratorError
        ? `${error.code}: ${error.message}`
        : String(error instanceof Error ? error.stack : error),
  }),
);
writeFileSync(order.result, JSON.stringify(result));
