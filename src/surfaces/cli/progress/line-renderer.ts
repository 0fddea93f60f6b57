import { logfmt } from '../text/logfmt.ts';
import { lineFields } from './line-fields.ts';
import { isTold } from './plan-view.ts';
import type { Renderer, RendererOptions } from './renderer.ts';
import type { ProgressEvent } from './sinks.ts';
import { traceLine } from './trace-line.ts';
import { countByStatus, EMPTY_VIEW, reduceView, totalUsage, withoutQuestion } from './view-state.ts';

const HEARTBEAT_MS = 60_000;

/** One line an event, `time= run= event= ...`, and a sign of life each minute: for logs, pipes and CI. */
export const createLineRenderer = ({ output, clock }: RendererOptions): Renderer => {
  let state = EMPTY_VIEW;
  let traced = false;
  let closed = false;
  const write = (event: string, fields: Parameters<typeof logfmt>[0]): void => {
    const time = new Date(clock.now()).toISOString();
    if (!closed) output.line(logfmt({ time, run: state.run?.id ?? state.plan?.run.id, event, ...fields }));
  };
  const heartbeat = (): void => {
    if (state.ended !== null) return;
    if (state.plan !== null) {
      const { tasks, settled, failed, running } = state.plan;
      write('heartbeat', { tasks, settled, failed, running: running.length });
    }
    if (state.run === null) return;
    const { inputTokens, outputTokens, costUsd } = totalUsage(state);
    const counts = Object.fromEntries(
      [...countByStatus(state.tasks)].map(([status, count]) => [status.replace('-', '_'), count]),
    );
    const waits = state.questions.map(({ id }) => id).join(',');
    write('heartbeat', {
      ...counts,
      tokens: inputTokens + outputTokens,
      cost_usd: costUsd,
      waits_for: waits || undefined,
    });
  };
  const stopHeartbeat = clock.every(HEARTBEAT_MS, heartbeat);
  return {
    get state() {
      return state;
    },
    emit(event: ProgressEvent) {
      state = reduceView(state, event, clock.now());
      if (traced && event.type === 'tool-called' && !closed) output.line(traceLine(event));
      if (event.type === 'plan-task' && !isTold(event, state.plan)) return;
      const fields = lineFields(event);
      if (fields !== null) write(event.type, fields);
    },
    answered(question) {
      state = withoutQuestion(state, question);
    },
    traceTools() {
      traced = true;
    },
    say: (text) => write('notice', { text }),
    pause: () => undefined,
    resume: () => undefined,
    close() {
      closed = true;
      stopHeartbeat();
    },
  };
};
