import { z } from 'zod';
import type { Script, ScriptedTurn } from '../../adapters/model/scripted-model.ts';

const PROMPTS = {
  farewell: 'Add a function `farewell(name)` to src/farewell.js that says "Goodbye, <name>", with a test.',
  shout: 'Make the greeting in src/greet.js end with an exclamation mark.',
  polite: 'Make the greeting in src/greet.js polite: "Hello, dear <name>".',
};

type Slug = keyof typeof PROMPTS;

const SLUGS: readonly Slug[] = ['farewell', 'shout', 'polite'];

const jobsAnswer = z.object({ jobs: z.array(z.object({ job: z.string(), status: z.string() })) });
const mergeAnswer = z.object({ merged: z.boolean(), reason: z.string() });

const call = (name: string, input: Readonly<Record<string, unknown>>): ScriptedTurn => ({ calls: [{ name, input }] });

const developer = (task: Slug, instructions: string) => ({
  name: 'enqueue_role_agent',
  input: { task, role: 'developer', instructions },
});

/**
 * The scripted tech lead of the rehearsal. It plans three tasks, tries a push, merges what the gates let through and sends
 * back what they do not: a red check, and a conflict between two tasks that changed the same line.
 */
export function* leadScript(): Script {
  yield call('record_plan', {
    summary: 'Three small changes to the greeter; two of them touch the same line.',
    tasks: SLUGS.map((slug) => ({
      slug,
      title: { farewell: 'Say goodbye', shout: 'Greet loudly', polite: 'Greet politely' }[slug],
      prompt: PROMPTS[slug],
      kind: 'feature',
      depends_on: [],
    })),
  });
  yield { calls: SLUGS.map((slug) => developer(slug, 'Keep it small.')) };
  yield* waitForAll();
  yield call('run_repo_command', { worktree: 'main', command: 'git push origin main' });
  for (const slug of SLUGS) yield* mergeOrSendBack(slug);
  yield {
    say: 'All three changes are in main. One was repaired after a red check, one after a conflict; the push was refused.',
  };
}

function* waitForAll(): Generator<ScriptedTurn, void, readonly unknown[]> {
  for (;;) {
    const [answer] = yield call('wait_for_jobs', {});
    const { jobs } = jobsAnswer.parse(answer);
    if (jobs.every(({ status }) => status !== 'queued' && status !== 'running')) return;
  }
}

/** A task that was refused gets the gate's own words as instructions and another run. */
function* mergeOrSendBack(task: Slug): Generator<ScriptedTurn, void, readonly unknown[]> {
  for (let round = 1; round <= 3; round += 1) {
    const [answer] = yield call('merge_locally', { task });
    const { merged, reason } = mergeAnswer.parse(answer);
    if (merged) return;
    yield { calls: [developer(task, `The gate refused the merge: ${reason}. Repair that and nothing else.`)] };
    yield* waitForAll();
  }
}
