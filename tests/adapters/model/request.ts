import type { ModelRequest } from '@openai/agents';

/** The least that a model can be asked. */
export const REQUEST: ModelRequest = {
  input: 'Hello',
  modelSettings: {},
  tools: [],
  outputType: 'text',
  handoffs: [],
  tracing: false,
};
