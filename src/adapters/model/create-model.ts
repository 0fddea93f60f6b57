import { type Model, OpenAIChatCompletionsModel } from '@openai/agents';
import OpenAI from 'openai';
import { OrchestratorError } from '../../domain/errors.ts';
import type { ModelSettings } from '../../domain/settings.ts';
import type { Clock } from '../../ports/clock.ts';
import { withDeadline } from './answer-deadline.ts';
import { DEFAULT_BASE_URL } from './model-failure.ts';
import { ResponsesModel } from './responses-model.ts';
import { retryingModel } from './retrying-model.ts';

/**
 * The tech lead's model at any OpenAI-compatible service, by its Responses or its chat completions API. It keeps no state at
 * the service: every request holds the whole conversation.
 * @param onWait told before each wait for a service that is overloaded or out of reach
 * @throws OrchestratorError `model-key-missing`
 */
export const createModel = (
  settings: ModelSettings,
  needs: { readonly clock: Clock; readonly onWait: (text: string) => void },
): Model => {
  if (settings.apiKey === null) {
    throw new OrchestratorError(
      'model-key-missing',
      'The tech lead needs a model service, and OPENAI_API_KEY is not set.',
      'Set OPENAI_API_KEY (any text will do for a local service), and OPENAI_BASE_URL for a service other than OpenAI.',
    );
  }
  // Everything is said here: what is left out the client would read from the environment by itself.
  const client = new OpenAI({
    apiKey: settings.apiKey,
    baseURL: settings.baseUrl ?? DEFAULT_BASE_URL,
    organization: null,
    project: null,
    maxRetries: 0,
    timeout: settings.timeoutMs,
    fetchOptions: withDeadline(settings.timeoutMs),
    logLevel: 'off',
  });
  const model =
    settings.api === 'responses'
      ? new ResponsesModel(client, settings.name)
      : new OpenAIChatCompletionsModel(client, settings.name);
  return retryingModel(model, settings, needs);
};
