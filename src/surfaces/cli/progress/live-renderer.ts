import { plainText } from '../text/plain-text.ts';
import { describeEvent } from './describe-event.ts';
import { drawFooter } from './footer.ts';
import { createLiveArea } from './live-area.ts';
import { isTold } from './plan-view.ts';
import type { Renderer, RendererOptions } from './renderer.ts';
import type { ProgressEvent } from './sinks.ts';
import { traceLine } from './trace-line.ts';
import { EMPTY_VIEW, reduceView, withoutQuestion } from './view-state.ts';

/** Elapsed times move once a second; events draw at once. */
const REDRAW_MS = 1_000;

/** Scrollback first, a small live footer below it, no alternate screen. */
export const createLiveRenderer = ({ output, clock }: RendererOptions): Renderer => {
  const { paint } = output;
  const area = createLiveArea(output);
  let state = EMPTY_VIEW;
  let traced = false;
  let mode: 'live' | 'paused' | 'closed' = 'live';
  /** What happened while a person was being asked. */
  let held: string[] = [];

  const draw = (): void => {
    const { columns, rows } = output;
    if (mode === 'live') area.draw(drawFooter(state, { now: clock.now(), columns, rows, paint }));
  };
  const leave = (lines: readonly string[]): void => {
    if (mode === 'paused') held.push(...lines);
    if (mode !== 'live') return;
    if (lines.length > 0) area.clear();
    for (const line of lines) output.line(line);
    draw();
  };
  const stopRedrawing = clock.every(REDRAW_MS, draw);
  draw();

  return {
    get state() {
      return state;
    },
    emit(event: ProgressEvent) {
      const before = state;
      state = reduceView(before, event, clock.now());
      const trace = traced && event.type === 'tool-called' ? [paint.dim(traceLine(event))] : [];
      // Many short tasks: the footer is drawn each second all the same.
      if (event.type === 'plan-task' && !isTold(event, state.plan)) return;
      leave([...describeEvent(event, before, paint), ...trace]);
    },
    answered(question) {
      state = withoutQuestion(state, question);
    },
    traceTools() {
      traced = true;
    },
    say: (text) => leave([paint.yellow(plainText(text))]),
    pause() {
      if (mode !== 'live') return;
      area.clear();
      mode = 'paused';
    },
    resume() {
      if (mode !== 'paused') return;
      mode = 'live';
      leave(held);
      held = [];
    },
    close() {
      if (mode === 'paused') for (const line of held) output.line(line);
      if (mode === 'live') area.clear();
      mode = 'closed';
      stopRedrawing();
    },
  };
};
