import {
  Agent,
  type AgentOutputItem,
  type FunctionTool,
  type Model,
  Runner,
  setTracingDisabled,
  Usage,
} from '@openai/agents';
import { createJobPump } from '../../src/app/jobs/job-pump.ts';
import type { LeadHands } from '../../src/app/lead/lead-hands.ts';
import { preflight } from '../../src/app/runs/preflight.ts';
import { startRun } from '../../src/app/runs/start-run.ts';
import { createLead } from '../../src/supervisor/lead.ts';
import { sdkTools } from '../../src/supervisor/tool-registry.ts';
import { type BenchScene, createBenchScene, openBenchApp } from './bench-scene.ts';
import { type Benchmark, type Figure, ms, paired, timed, times } from './measure.ts';

const LENGTHS: readonly (readonly [turns: number, rounds: number])[] = [
  [10, 15],
  [100, 7],
  [500, 3],
];

/** A turn of the lead, stored as it comes, against the SDK's own loop with the same model, tools and answers. */
export const leadTurns: Benchmark = {
  name: 'lead-turns',
  measure: async () => {
    setTracingDisabled(true);
    const scene = createBenchScene();
    try {
      const figures: Figure[] = [];
      for (const [turns, rounds] of LENGTHS) {
        const bare: number[] = [];
        const ours: number[] = [];
        for (let round = 0; round <= rounds; round += 1) {
          const pair = { bare: await talkBare(turns), ours: await talkWithLead(scene, turns) };
          // The first pair warms both up.
          if (round > 0) {
            bare.push(pair.bare / turns);
            ours.push(pair.ours / turns);
          }
        }
        const { base, ours: own, ratio } = paired(bare, ours);
        figures.push({
          what: `a turn of ${turns} / the bare SDK loop`,
          value: times(ratio),
          aim: 'no growth',
          note: `${ms(own)} against ${ms(base)}`,
        });
      }
      return figures;
    } finally {
      scene.remove();
    }
  },
};

/** Calls a tool that does nothing, turn after turn, with a kilobyte of arguments; its last turn is a final message. */
const talkativeModel = (turns: number): Model => {
  let turn = 0;
  const answer = (): AgentOutputItem => {
    turn += 1;
    if (turn > turns) {
      return {
        type: 'message',
        role: 'assistant',
        status: 'completed',
        content: [{ type: 'output_text', text: 'done' }],
      };
    }
    return {
      type: 'function_call',
      callId: `call-${turn}`,
      name: 'report_progress',
      arguments: JSON.stringify({ text: 'x'.repeat(1_000) }),
      status: 'completed',
    };
  };
  return {
    getResponse: async () => ({ usage: new Usage(), output: [answer()], responseId: `turn-${turn}` }),
    // biome-ignore lint/correctness/useYield: nothing here streams
    getStreamedResponse: async function* () {
      throw new Error('this model does not stream');
    },
  };
};

const talkBare = async (turns: number): Promise<number> => {
  const tools: FunctionTool[] = sdkTools(async () => JSON.stringify({ ok: true }));
  const agent = new Agent({ name: 'Bare', instructions: 'Report.', model: talkativeModel(turns), tools });
  const runner = new Runner({ tracingDisabled: true });
  return timed(() => runner.run(agent, 'Begin', { maxTurns: null }));
};

const talkWithLead = async (scene: BenchScene, turns: number): Promise<number> => {
  const model = talkativeModel(turns);
  const { app, close } = await openBenchApp(scene, model, {
    ORCHESTRATOR_MAX_TURNS: '10000',
    ORCHESTRATOR_MAX_TOOL_CALLS: '10000',
  });
  const { facts } = await preflight(app);
  const run = await startRun(app, 'Report', 'subtask', facts);
  const { signal } = new AbortController();
  const scope = { run: run.id, checks: [], baseline: Promise.resolve(null), signal };
  const hands: LeadHands = { app, scope, pump: createJobPump(app, scope, () => undefined), told: new Set() };
  const lead = createLead(hands, model);
  const taken = await timed(() => lead.work({ run: run.id, message: 'Begin', signal }));
  await close();
  return taken;
};
