import { OrchestratorError } from '../domain/errors.ts';
import type { ModelSettings } from '../domain/settings.ts';

/**
 * The key of the model service, asked for by the commands that call the model and before any call is made.
 * @throws OrchestratorError `model-key-missing`
 */
export const requireModelKey = (model: ModelSettings): string => {
  if (model.apiKey !== null) return model.apiKey;
  throw new OrchestratorError(
    'model-key-missing',
    'OPENAI_API_KEY is not set.',
    'Set OPENAI_API_KEY in the environment or in `.env` of the base directory; for a local model server any text will do, with its address in OPENAI_BASE_URL.',
  );
};
