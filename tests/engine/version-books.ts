import type { Task } from '../../src/domain/task.ts';
import type { TaskEvent } from '../../src/domain/task-event.ts';

/** Written down here once more, so that engine and books must agree. */
const DEVELOPMENT = ['worktree-clean', 'change-present', 'definition-of-done'];
const WAY = [...DEVELOPMENT, 'checks-unchanged', 'checks-green', 'no-conflict', 'merge-checks-green'];

type Tasks = ReadonlyMap<string, Task>;

/** What may be believed of a task in versions, from what was accepted and never from what the engine says about itself. */
interface VersionBooks {
  /** @returns what the engine may not have done, or null */
  enter(before: Task, after: Task, event: TaskEvent, tasks: Tasks): string | null;
  /** Whether an original stands still although nothing of it goes on, once everything was told. */
  stalls(original: Task, tasks: Tasks): string | null;
}

export const openVersionBooks = (): VersionBooks => {
  /** `gate@tree` of all passes that count, by the task that they were said of. */
  const passes = new Map<string, Set<string>>();
  const passesOf = (task: string): Set<string> => {
    const known = passes.get(task) ?? new Set();
    passes.set(task, known);
    return known;
  };
  const numbers = new Set<number>();
  let open = new Set<number>();
  let selected: number | null = null;

  const missing = (gates: readonly string[], { id, candidate: tree }: Task): string | null => {
    const gate = gates.find((name) => !passesOf(id).has(`${name}@${tree}`));
    return gate === undefined ? null : `${gate} has not passed for ${tree}`;
  };

  const enterOriginal = (before: Task, after: Task, event: TaskEvent, tasks: Tasks): string | null => {
    switch (event.type) {
      case 'versions-begun':
      case 'versions-forked': {
        const bases = new Set(event.versions.map(({ base }) => base));
        if (bases.size !== 1) return 'versions that begin at different commits';
        if (event.type === 'versions-forked' && (selected === null || !bases.has(before.head ?? '')))
          return 'a fork of something else than what was chosen';
        if (event.type === 'versions-begun' && (open.size > 0 || selected !== null)) return 'begun twice';
        const kept = event.type === 'versions-begun' ? [] : open.size > 0 ? [...open] : [selected ?? 0];
        for (const { number } of event.versions) {
          if (numbers.has(number) || number !== numbers.size + 1) return `version ${number} is not numbered on`;
          numbers.add(number);
          passes.set(`T-1-v${number}`, new Set(passesOf('T-1')));
        }
        open = new Set([...kept, ...event.versions.map(({ number }) => number)]);
        return null;
      }
      case 'version-selected': {
        if (!open.has(event.number)) return `version ${event.number} is not there to be chosen`;
        const version = tasks.get(`T-1-v${event.number}`);
        if (event.taken !== null && (version?.branch !== after.branch || version.candidate !== after.candidate))
          return 'goes on with something else than what was chosen';
        if (event.taken === null && selected !== event.number) return 'goes on with what was never chosen';
        selected = event.number;
        open = new Set();
        if (event.taken !== null) passes.set('T-1', new Set(passesOf(`T-1-v${event.number}`)));
        return missing(DEVELOPMENT, after);
      }
      case 'merged':
        return open.size > 0 ? 'merged beside its versions' : missing(WAY, after);
      default:
        return null;
    }
  };

  return {
    enter: (before, after, event, tasks) => {
      if (event.type === 'gates-answered')
        for (const { gate, candidate, outcome } of event.verdicts) {
          if (candidate !== before.candidate) continue;
          if (outcome === 'pass') passesOf(after.id).add(`${gate}@${candidate}`);
          else passesOf(after.id).delete(`${gate}@${candidate}`);
        }
      if (after.id !== 'T-1') {
        if (before.state.status === 'cancelled') return 'a version changed although cancelled';
        if (after.stage !== 'development') return `a version went on to ${after.stage}`;
        return after.state.status === 'ready' && before.state.status !== 'ready' ? missing(DEVELOPMENT, after) : null;
      }
      const wrong = enterOriginal(before, after, event, tasks);
      if (wrong !== null) return wrong;
      if (['merged', 'cancelled'].includes(before.state.status)) return `changed although ${before.state.status}`;
      if (open.size > 0 && after.activeJob !== null) return 'worked on beside its versions';
      if (open.size > 0 && after.stage !== 'development') return `went on to ${after.stage} beside its versions`;
      if (selected === null && after.stage !== 'development') return `went on to ${after.stage} before a choice`;
      return after.state.status === 'waiting' && after.state.owner === '' ? 'waits for nobody' : null;
    },
    stalls: (original, tasks) => {
      const { state, due } = original;
      if (open.size === 0 || state.status === 'cancelled') return null;
      const atWork = [...open].some((number) => {
        const version = tasks.get(`T-1-v${number}`);
        const isAtWork = version !== undefined && (version.due !== null || version.activeJob !== null);
        return number !== selected && isAtWork;
      });
      const isForPerson = (state.status === 'waiting' || state.status === 'blocked') && due === null;
      return atWork || isForPerson ? null : `stalls (${state.status}) with all versions at rest`;
    },
  };
};
