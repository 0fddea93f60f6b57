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
  if (cause instanceof Unanswered) return unanswered(cause, model);
  if (cause instanceof APIConnectionError || isCutOff(cause)) return disconnected(cause, model);
  if (cause instanceof APIError && cause.status !== undefined) return refused(cause, cause.status, model, now);
  return unreadable(cause, model);
};

const unanswered = (cause: Unanswered, model: ModelSettings): ModelFailure => {
  const words = `${serviceOf(model)} did not answer: ${oneLine(cause.message)} (${oneLine(cause.reason)}).`;
  return cause.transient ? passing(cause, words) : final(cause, 'model-misbehaved', words, OTHER_MODEL);
};

const disconnected = (cause: Error, model: ModelSettings): ModelFailure => {
  const why = isLate(cause) ? `no answer within ${model.timeoutMs / 1_000} s, ${LIMIT}` : rootMessage(cause);
  return passing(cause, `The connection to the model service at ${placeOf(model)} failed: ${why}.`);
};

/** The client trips over an answer of another shape, and its words quote all of it. */
const unreadable = (cause: unknown, model: ModelSettings): ModelFailure => {
  const words = oneLine(cause instanceof Error ? cause.message : String(cause));
  const why = cause instanceof TypeError ? `it is none of the ${model.api} API` : words;
  const message = `The answer of the model service at ${placeOf(model)} could not be read: ${why}.`;
  return final(cause, 'model-misbehaved', message, WRONG_SERVICE);
};

const refused = (cause: APIError, status: number, model: ModelSettings, now: number): ModelFailure => {
  const service = serviceOf(model);
  if (status === 401 || status === 403)
    return final(
      cause,
      'model-key-refused',
      `${service} refused the key in OPENAI_API_KEY (HTTP ${status}).`,
      'Check that OPENAI_API_KEY is a valid key of that service and may use this model, and that OPENAI_BASE_URL names the right service.',
    );
  if (status === 404)
    return final(
      cause,
      'config-invalid',
      `${service} does not know the model "${model.name}" or the ${model.api} API (HTTP 404).`,
      'Set ORCHESTRATOR_MODEL to a model of that service; where it has no Responses API, set ORCHESTRATOR_MODEL_API=chat_completions.',
    );
  const words = `${service} answered HTTP ${status}: ${oneLine(cause.message)}`;
  if (cause.code === 'insufficient_quota') return final(cause, 'model-unavailable', words, NO_QUOTA);
  return PASSING_STATUSES.has(status) || status >= 500
    ? passing(cause, words, retryAfter(cause.headers, now))
    : final(cause, 'model-misbehaved', words, WRONG_SERVICE);
};

/** Time-out, conflict, too many requests. */
const PASSING_STATUSES = new Set([408, 409, 429]);

const placeOf = ({ baseUrl }: ModelSettings): string => baseUrl ?? DEFAULT_BASE_URL;

const serviceOf = (model: ModelSettings): string => `The model service at ${placeOf(model)}`;

const final = (cause: unknown, code: FailureCode, message: string, next: string): ModelFailure => ({
  error: new OrchestratorError(code, message, next, { cause }),
  transient: false,
  retryAfterMs: null,
});

type FailureCode = 'model-key-refused' | 'config-invalid' | 'model-unavailable' | 'model-misbehaved';

const passing = (cause: unknown, message: string, retryAfterMs: number | null = null): ModelFailure => ({
  ...final(cause, 'model-unavailable', message, RESUME),
  ...{ transient: true, retryAfterMs },
});

const RESUME = 'Nothing is lost: `orchestrator resume` goes on when the service is back.';
const OTHER_MODEL = '`orchestrator resume` asks once more; ORCHESTRATOR_MODEL names another model.';
const LIMIT = 'which ORCHESTRATOR_MODEL_TIMEOUT_SECONDS allows';
const NO_QUOTA = 'The account has no quota left: raise it, then `orchestrator resume`.';
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
