import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Conversation, readConversation, type ScriptedCall, WIRES, type WireName } from './scripted-wire.ts';

/** One answer of the scripted model. */
export type ScriptedTurn =
  | { readonly text: string; readonly calls?: readonly ScriptedCall[] }
  | { readonly calls: readonly ScriptedCall[] }
  | ScriptedFault
  /** Never answers, until the client gives up or the server closes. */
  | { readonly hang: true }
  /** Begins to answer and cuts the connection. */
  | { readonly drop: true };

export interface ScriptedFault {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly error?: Readonly<Record<string, unknown>>;
}

/** What a client asked for. `turn` counts the answers that the conversation already holds. */
export interface ScriptedRequest extends Conversation {
  readonly wire: WireName;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: Readonly<Record<string, unknown>>;
}

/** Turns in order, or a choice by request. Both are stateless: several clients may talk to one server at once. */
export type Script = readonly ScriptedTurn[] | ((request: ScriptedRequest) => ScriptedTurn | Promise<ScriptedTurn>);

export interface ScriptedServer {
  /** `http://127.0.0.1:<port>/v1`. */
  readonly url: string;
  /** All requests so far, oldest first. */
  readonly requests: readonly ScriptedRequest[];
  /** What the script had no answer for; a test expects this to be empty. */
  readonly unexpected: readonly string[];
  close(): Promise<void>;
}

export interface ScriptedServerOptions {
  /** Answers to the first requests, whoever sends them; the script begins after the last. */
  readonly faults?: readonly ScriptedFault[];
  /** Tokens reported for each answer. */
  readonly usage?: { readonly input: number; readonly cached: number; readonly output: number };
}

/**
 * A model service on loopback that says what a script tells it: `POST /v1/responses`, `/v1/chat/completions` and
 * `/v1/messages`, streamed or whole. The turn is read from the request's own history, never counted by the server.
 */
export async function startScriptedServer(
  script: Script,
  options: ScriptedServerOptions = {},
): Promise<ScriptedServer> {
  const requests: ScriptedRequest[] = [];
  const unexpected: string[] = [];
  const faults = [...(options.faults ?? [])];
  const usage = options.usage ?? { input: 100, cached: 40, output: 10 };

  const choose = async (request: ScriptedRequest): Promise<ScriptedTurn> => {
    const fault = faults.shift();
    if (fault) return fault;
    const turn = typeof script === 'function' ? await script(request) : script[request.turn];
    if (turn) return turn;
    unexpected.push(`turn ${request.turn} of ${request.path}`);
    return { status: 400, error: { type: 'invalid_request_error', message: `the script has no turn ${request.turn}` } };
  };

  const answer = async (incoming: IncomingMessage, response: ServerResponse): Promise<void> => {
    const path = new URL(incoming.url ?? '/', 'http://loopback').pathname;
    const wire = WIRES.find((candidate) => candidate.path === path);
    if (!wire || incoming.method !== 'POST') return sendJson(response, 404, { error: { message: `no ${path} here` } });
    const body = JSON.parse(await readText(incoming)) as Record<string, unknown>;
    const request: ScriptedRequest = {
      ...readConversation(wire.name, body),
      wire: wire.name,
      path,
      headers: incoming.headers,
      body,
    };
    requests.push(request);
    const turn = await choose(request);
    if ('hang' in turn) return;
    if ('status' in turn) {
      return sendJson(
        response,
        turn.status,
        { error: turn.error ?? { message: `scripted ${turn.status}` } },
        turn.headers,
      );
    }
    const events = 'drop' in turn ? [] : wire.stream(turn, request.turn, usage);
    if (body.stream !== true && !('drop' in turn))
      return sendJson(response, 200, wire.whole(turn, request.turn, usage));
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    if ('drop' in turn) {
      response.write(': cut\n\n', () => response.destroy());
      return;
    }
    for (const event of events) response.write(event);
    response.end();
  };

  const server = createServer((incoming, response) => {
    answer(incoming, response).catch((error: unknown) => {
      unexpected.push(String(error));
      response.destroy();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    requests,
    unexpected,
    close: async () => {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

const readText = async (incoming: IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
};

const sendJson = (
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
) => {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(JSON.stringify(body));
};
