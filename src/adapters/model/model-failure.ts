import { APIConnectionError, APIConnectionTimeoutError, APIError } from 'openai';
import { OrchestratorError } from '../../domain/errors.ts';
import type { ModelSettings } from '../../domain/settings.ts';
import { Unanswered } from './responses-model.ts';

/** What a failed request to the model service means, and whether asking again may help. */
export interface ModelFailure {
  readonly error: OrchestratorError;
  readonly transient: boolean;
  /** What the service asked us to wait; null without a hint. */
  readonly retryAfterMs: number | null;
}

export const DEFAULT_BASE_URL = 'https://api.openai.com/v1';

/**
 * Reads an error of the client. The key itself never stands in a message: services quote it, so only our own words and the
 * service's short `message` for other errors are passed on.
 * @param now milliseconds since the epoch, for a `Retry-After` that is a date
 */
export const readModelFailure = (cause: unknown, model: ModelSettings, now: number): ModelFailure => {
  const place = model.baseUrl ?? DEFAULT_BASE_URL;
  const final = (
    code: 'model-key-refused' | 'config-invalid' | 'model-unavailable' | 'model-misbehaved',
    message: string,
    next: string,
  ): ModelFailure => ({
    error: new OrchestratorError(code, message, next, { cause }),
    transient: false,
    retryAfterMs: null,
  });

  if (cause instanceof Unanswered) {
    const words = `The model service at ${place} did not answer: ${oneLine(cause.message)} (${oneLine(cause.reason)}).`;
    return cause.transient
      ? { ...final('model-unavailable', words, RESUME), transient: true }
      : final('model-misbehaved', words, OTHER_MODEL);
  }
  if (cause instanceof APIConnectionError || isCutOff(cause)) {
    const why = isLate(cause) ? `no answer within ${model.timeoutMs / 1_000} s, ${LIMIT}` : rootMessage(cause);
    return {
      ...final('model-unavailable', `The connection to the model service at ${place} failed: ${why}.`, RESUME),
      transient: true,
    };
  }
  if (!(cause instanceof APIError) || cause.status === undefined) {
    // The client trips over an answer of another shape, and its words quote all of it.
    const why =
      cause instanceof TypeError
        ? `it is none of the ${model.api} API`
        : oneLine(cause instanceof Error ? cause.message : String(cause));
    return final(
      'model-misbehaved',
      `The answer of the model service at ${place} could not be read: ${why}.`,
      WRONG_SERVICE,
    );
  }
  const { status } = cause;
  if (status === 401 || status === 403) {
    return final(
      'model-key-refused',
      `The model service at ${place} refused the key in OPENAI_API_KEY (HTTP ${status}).`,
      'Check that OPENAI_API_KEY is a valid key of that service and may use this model, and that OPENAI_BASE_URL names the right service.',
    );
  }
  if (status === 404) {
    return final(
      'config-invalid',
      `The model service at ${place} does not know the model "${model.name}" or the ${model.api} API (HTTP 404).`,
      'Set ORCHESTRATOR_MODEL to a model of that service; where it has no Responses API, set ORCHESTRATOR_MODEL_API=chat_completions.',
    );
  }
  const words = `The model service at ${place} answered HTTP ${status}: ${oneLine(cause.message)}`;
  if (cause.code === 'insufficient_quota') {
    return final('model-unavailable', words, 'The account has no quota left: raise it, then `orchestrator resume`.');
  }
  const transient = status === 408 || status === 409 || status === 429 || status >= 500;
  return transient
    ? { ...final('model-unavailable', words, RESUME), transient, retryAfterMs: retryAfter(cause.headers, now) }
    : final('model-misbehaved', words, WRONG_SERVICE);
};

const RESUME = 'Nothing is lost: `orchestrator resume` goes on when the service is back.';
const OTHER_MODEL = '`orchestrator resume` asks once more; ORCHESTRATOR_MODEL names another model.';
const LIMIT = 'which ORCHESTRATOR_MODEL_TIMEOUT_SECONDS allows';
const WRONG_SERVICE =
  'Check OPENAI_BASE_URL, ORCHESTRATOR_MODEL and ORCHESTRATOR_MODEL_API, then `orchestrator resume`.';

/**
 * A connection that breaks while the answer comes is an error of `fetch`, which the client passes on
 * as it is; a gateway may end it well.
 */
const isCutOff = (cause: unknown): cause is TypeError | SyntaxError =>
  cause instanceof SyntaxError || (cause instanceof TypeError && cause.cause instanceof Error);

/** The client's deadline is for the beginning of an answer, that of `fetch` for each part of it as well. */
const isLate = (cause: Error): boolean =>
  cause instanceof APIConnectionTimeoutError || /^(Headers|Body) Timeout Error$/.test(rootMessage(cause));

/** The innermost cause says `ECONNREFUSED` where the client only says that the connection failed. */
const rootMessage = (error: Error): string =>
  error.cause instanceof Error ? rootMessage(error.cause) : oneLine(error.message || error.name);

const oneLine = (text: string): string => text.replaceAll(/\s+/g, ' ').slice(0, 400);

/** `retry-after-ms`, or `retry-after` as seconds or as a date. */
const retryAfter = (headers: Headers | undefined, now: number): number | null => {
  const exact = Number.parseFloat(headers?.get('retry-after-ms') ?? '');
  if (exact >= 0) return exact;
  const text = headers?.get('retry-after') ?? '';
  if (/^\s*\d+(\.\d+)?\s*$/.test(text)) return Number.parseFloat(text) * 1_000;
  const date = Date.parse(text);
  return Number.isNaN(date) ? null : Math.max(0, date - now);
};
