import type { LeadTool, PreparedCall } from '../app/lead/lead-tool.ts';
import { loadRun } from '../app/runs/save-run.ts';
import { limitReached } from '../app/runs/spent-budget.ts';
import { OrchestratorError } from '../domain/errors.ts';
import type { FunctionCall } from './conversation.ts';
import type { LeadSession } from './lead-session.ts';
import { endsTheRun, errorAnswer, toAnswerText } from './tool-answer.ts';

/** Characters of a call's arguments and answer that onlookers and the trace are shown. */
const SHOWN = 2_000;

/**
 * Performs one call of the model and stores its answer before the model sees it. Never rejects: errors are answers, and what
 * ends the run is noted in the session, so that the calls beside it come to their own end.
 * @returns the answer; empty when there is none because the conversation ends
 */
export const performCall = async (session: LeadSession, tool: LeadTool, call: FunctionCall): Promise<string> => {
  const prepared = prepare(session, tool, call);
  const order = 'order' in prepared ? prepared.order : [];
  const work = session.order.run(call.callId, order, session.signal, () => perform(session, call, prepared));
  session.inFlight.add(work);
  try {
    return await work;
  } finally {
    session.inFlight.delete(work);
  }
};

const perform = async (session: LeadSession, call: FunctionCall, prepared: Prepared): Promise<string> => {
  const { app } = session.hands;
  if (session.ending !== null || session.signal.aborted) return '';
  try {
    await countCall(session);
    const began = app.clock.now();
    const text = toAnswerText(app, 'order' in prepared ? await answerOf(session, prepared, call) : prepared);
    await session.conversation.answer(call, text);
    app.progress.emit({
      type: 'tool-called',
      tool: call.name,
      input: app.redact(session.unreadable.get(call.callId) ?? call.arguments).slice(0, SHOWN),
      output: text.slice(0, SHOWN),
      durationMs: app.clock.now() - began,
    });
    return text;
  } catch (error) {
    session.ending ??= error;
    return '';
  }
};

/** Identity of a call within its run: call ids of services repeat themselves. */
export const identityOf = (lead: number, call: Pick<FunctionCall, 'callId'>): string => `${lead}:${call.callId}`;

type Prepared = PreparedCall | ReturnType<typeof errorAnswer>;

const prepare = (session: LeadSession, tool: LeadTool, call: FunctionCall): Prepared => {
  try {
    const raw = session.unreadable.get(call.callId);
    if (raw === undefined) return tool.prepare(JSON.parse(call.arguments));
    const known = Object.keys(tool.parameters.shape).join(', ') || 'none';
    throw new OrchestratorError(
      'usage',
      `The arguments of ${tool.name} are no JSON object: ${raw.slice(0, 200)}`,
      `Call it again with one JSON object; known parameters: ${known}.`,
    );
  } catch (error) {
    return errorAnswer(error);
  }
};

const answerOf = async (session: LeadSession, prepared: PreparedCall, call: FunctionCall): Promise<object> => {
  const { hands, conversation } = session;
  try {
    return await prepared.perform(hands, identityOf(conversation.lead, call));
  } catch (error) {
    if (session.signal.aborted || endsTheRun(error)) throw error;
    if (!(error instanceof OrchestratorError)) hands.app.log.error({ err: error, tool: call.name }, 'a tool failed');
    return errorAnswer(error);
  }
};

const countCall = async (session: LeadSession): Promise<void> => {
  session.callsLeft -= 1;
  if (session.callsLeft >= 0) return;
  const { app, scope } = session.hands;
  const run = await loadRun(app, scope.run);
  throw limitReached(run, `its limit of ${app.settings.limits.toolCalls} tool calls`, 'ORCHESTRATOR_MAX_TOOL_CALLS');
};
