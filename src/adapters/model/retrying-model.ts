import type { Model, ModelRequest } from '@openai/agents';
import type { ModelSettings } from '../../domain/settings.ts';
import type { Clock } from '../../ports/clock.ts';
import { readModelFailure } from './model-failure.ts';

/** Eight requests in about two minutes: longer outages are for a person, who resumes. */
const TRIES = 8;
const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 60_000;
/** A service that asks for more than this has sent us away. */
const LONGEST_HINT_MS = 15 * 60_000;

interface Needs {
  readonly clock: Clock;
  /** Told before each wait, so that nothing stalls in silence (INV-14). */
  readonly onWait: (text: string) => void;
}

/**
 * Asks again when the service is overloaded, broken or out of reach. The client's own retries are switched off: they ignore a
 * `Retry-After` of more than a minute. Rejects with the errors of the port `Lead`.
 */
export const retryingModel = (model: Model, settings: ModelSettings, { clock, onWait }: Needs): Model => ({
  getStreamedResponse: (request) => model.getStreamedResponse(request),
  getResponse: async (request) => {
    for (let tries = 1; ; tries += 1) {
      try {
        return await model.getResponse(request);
      } catch (cause) {
        request.signal?.throwIfAborted();
        const failure = readModelFailure(cause, settings, clock.now());
        const waitMs = failure.retryAfterMs ?? Math.min(FIRST_WAIT_MS * 2 ** (tries - 1), LONGEST_WAIT_MS);
        if (!failure.transient || tries >= TRIES || waitMs > LONGEST_HINT_MS) throw failure.error;
        onWait(`${failure.error.message} Asking again in ${Math.ceil(waitMs / 1_000)} s.`);
        await pause(clock, waitMs, request);
      }
    }
  },
});

const pause = (clock: Clock, ms: number, { signal }: ModelRequest): Promise<void> =>
  signal === undefined ? clock.sleep(ms) : clock.sleep(ms, signal);
