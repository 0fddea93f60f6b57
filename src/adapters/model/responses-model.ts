import { type ModelRequest, OpenAIResponsesModel } from '@openai/agents';
import type OpenAI from 'openai';

/** A request that the service took (HTTP 200) and could not answer, or not to the end. */
export class Unanswered extends Error {
  override readonly name = 'Unanswered';
  /** The service's own word, such as `server_error` or `max_output_tokens`. */
  readonly reason: string;
  readonly transient: boolean;

  constructor(reason: string, message: string, transient = false) {
    super(message);
    this.reason = reason;
    this.transient = transient;
  }
}

const TRANSIENT: readonly string[] = ['server_error', 'rate_limit_exceeded'];

/** The Responses API, and why it gave no answer: the SDK drops what the service says about that. */
export class ResponsesModel extends OpenAIResponsesModel {
  /** @throws Unanswered */
  protected override async _fetchResponse(request: ModelRequest, stream: false): Promise<OpenAI.Responses.Response> {
    const response = await super._fetchResponse(request, stream);
    const { status, error, incomplete_details: details } = response;
    if (status === 'failed') {
      const code = error?.code ?? status;
      throw new Unanswered(code, error?.message ?? 'without a reason', TRANSIENT.includes(code));
    }
    if (status === 'incomplete') throw new Unanswered(details?.reason ?? status, 'the answer is incomplete');
    return response;
  }
}
