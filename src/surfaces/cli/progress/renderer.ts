import type { CliClock } from '../cli-io.ts';
import type { Output } from '../output.ts';
import type { Progress } from './sinks.ts';
import type { ViewState } from './view-state.ts';

/** Shows a run to whoever looks on, on stderr. */
export interface Renderer extends Progress {
  /** What is known so far. */
  readonly state: ViewState;
  /** From now on a line for each tool call (`ORCHESTRATOR_TRACE`). */
  traceTools(): void;
  /** A line of our own among the run's. */
  say(text: string): void;
  /** The person at this terminal has answered a question. */
  answered(question: string): void;
  /** Takes the live area away until `resume`, so that a person can be asked. */
  pause(): void;
  resume(): void;
  /** Takes the live area away for good; nothing is drawn afterwards. */
  close(): void;
}

export interface RendererOptions {
  readonly output: Output;
  readonly clock: CliClock;
}
