import type { Script } from '../../src/adapters/model/scripted-model.ts';

/** A lead that plans `count` independent tasks, has them worked on, and merges each. */
export function* taskScript(count: number): Script {
  const slugs = Array.from({ length: count }, (_, index) => `note-${index + 1}`);
  yield {
    calls: [
      {
        name: 'record_plan',
        input: {
          summary: 'Independent notes',
          tasks: slugs.map((slug) => ({
            slug,
            title: `Write ${slug}`,
            prompt: 'Leave a note in the repository.',
            kind: 'docs',
            depends_on: [],
          })),
        },
      },
    ],
  };
  yield {
    calls: slugs.map((task) => ({
      name: 'enqueue_role_agent',
      input: { task, role: 'developer', instructions: 'Write it.' },
    })),
  };
  for (let left = count; left > 0; ) {
    const [answer] = yield { calls: [{ name: 'wait_for_jobs', input: {} }] };
    const { jobs } = answer as { readonly jobs: readonly { readonly status: string }[] };
    left = jobs.filter(({ status }) => status === 'queued' || status === 'running').length;
  }
  for (const task of slugs) {
    const [answer] = yield { calls: [{ name: 'merge_locally', input: { task } }] };
    const { merged, reason } = answer as { readonly merged: boolean; readonly reason: string };
    if (!merged) throw new Error(`${task} was not merged: ${reason}`);
  }
  yield { say: 'All notes are in main.' };
}
