import { Agent, type Model, Runner, setTracingDisabled } from '@openai/agents';
import type { LeadHands } from '../app/lead/lead-hands.ts';
import { loadRun } from '../app/runs/save-run.ts';
import { WaitsForPerson } from '../app/runs/waits-for-person.ts';
import { OrchestratorError } from '../domain/errors.ts';
import { hasPrice } from '../domain/usage/prices.ts';
import type { Lead, LeadEnd, LeadOrder } from '../ports/lead.ts';
import { type Conversation, openConversation, personSays, textOf } from './conversation.ts';
import { answerCutOffCalls } from './cut-off-calls.ts';
import { renderHandOver } from './hand-over.ts';
import { renderInstructions } from './instructions.ts';
import { HandsOver, type LeadSession, openSession, SaysNothing } from './lead-session.ts';
import { performCall } from './perform-call.ts';
import { recordedModel } from './recorded-model.ts';
import { errorAnswer, toAnswerText } from './tool-answer.ts';
import { LEAD_TOOLS, sdkTools } from './tool-registry.ts';

/** A model that says nothing so often in a row will not begin to. */
const MOST_SILENCES = 3;

/**
 * The tech lead on the Agents SDK (CX-03). Its conversation is stored item by item, so that each `work` begins with what the
 * store holds: after a crash, after a question, or as a fresh lead that takes over.
 */
export const createLead = (hands: LeadHands, model: Model): Lead => {
  setTracingDisabled(true);
  warnOfUnknownPrice(hands.app);
  return {
    work: async (order) => {
      const began = await begin(hands, order);
      return 'type' in began ? began : talk(hands, model, order, began);
    },
  };
};

/** Stretch after stretch of the conversation, by as many leads as it takes. */
const talk = async (hands: LeadHands, model: Model, order: LeadOrder, first: Conversation): Promise<LeadEnd> => {
  let conversation = first;
  let news = order.message;
  let silences = 0;
  for (;;) {
    const turns = conversation.turns();
    const end = await converse(openSession(hands, conversation, order.signal), model);
    if (conversation.turns() > turns) {
      news = '';
      silences = 0;
    }
    if (end instanceof HandsOver) {
      conversation = await takeOver(hands, conversation, news);
    } else if (end instanceof SaysNothing) {
      silences += 1;
      if (silences >= MOST_SILENCES) throw saidNothing(silences);
      await conversation.append([
        personSays('Your last answer was empty. Call a tool, or end with your final report.'),
      ]);
    } else {
      return end;
    }
  }
};

/** A budget in money that nobody can count would look like a limit and be none. */
const warnOfUnknownPrice = ({ settings, progress }: LeadHands['app']): void => {
  if (settings.limits.budgetUsd === null || hasPrice(settings.model)) return;
  const text = `No price of ${settings.model.name} is known: the budget of $${settings.limits.budgetUsd} cannot be kept. Set ORCHESTRATOR_BUDGET_TOKENS instead.`;
  progress.emit({ type: 'notice', level: 'warning', text });
};

/** Brings the stored conversation to where the model can be asked: every call answered, the new message told. */
const begin = async (hands: LeadHands, { run, message }: LeadOrder): Promise<Conversation | LeadEnd> => {
  const { app } = hands;
  const conversation = await openConversation(app, run, Math.max(1, await app.store.leadItems.newestLead(run)));
  if (conversation.items.length === 0) {
    const goal = message === '' ? (await loadRun(app, run)).goal : message;
    await conversation.append([personSays(goal)]);
    return conversation;
  }
  const question = await answerCutOffCalls(hands, conversation);
  if (question !== null) return { type: 'waits', question };
  if (message !== '') {
    await conversation.append([personSays(message)]);
  } else {
    // Its final message was stored and a crash came before anybody heard it.
    const lastWord = textOf(conversation.items.slice(-1));
    if (lastWord !== '') return { type: 'final', message: lastWord };
  }
  return conversation;
};

/** One stretch of the conversation: to the final message, a question, or what makes us begin another stretch. */
const converse = async (session: LeadSession, model: Model): Promise<LeadEnd | HandsOver | SaysNothing> => {
  const { conversation, hands, signal } = session;
  const agent = new Agent({
    name: 'Tech lead',
    instructions: await renderInstructions(hands),
    model: recordedModel(model, session),
    tools: sdkTools((tool, call) => performCall(session, tool, call)),
  });
  const runner = new Runner({ tracingDisabled: true });
  try {
    const result = await runner.run(agent, [...conversation.items], {
      maxTurns: null,
      signal,
      toolNotFoundBehavior: 'return_error_to_model',
      toolErrorFormatter: ({ toolName }) => toAnswerText(hands.app, unknownTool(toolName)),
    });
    signal.throwIfAborted();
    return { type: 'final', message: result.finalOutput ?? '' };
  } catch (error) {
    await Promise.all(session.inFlight);
    return endOf(session, error);
  }
};

/** What really ended it is noted in the session; the SDK's own error only tells that something did. */
const endOf = ({ ending, signal }: LeadSession, thrown: unknown): LeadEnd | HandsOver | SaysNothing => {
  if (ending instanceof HandsOver || ending instanceof SaysNothing) return ending;
  if (ending instanceof WaitsForPerson) return { type: 'waits', question: ending.question };
  if (ending instanceof OrchestratorError) throw ending;
  if (signal.aborted) throw stopped(signal.reason);
  const cause = ending ?? thrown;
  if (cause instanceof OrchestratorError) throw cause;
  throw new OrchestratorError(
    'model-misbehaved',
    `The conversation with the model broke off: ${cause instanceof Error ? cause.message : String(cause)}.`,
    'Nothing is lost: `orchestrator resume` goes on.',
    { cause },
  );
};

const stopped = (reason: unknown): OrchestratorError =>
  reason instanceof OrchestratorError
    ? reason
    : new OrchestratorError('interrupted', 'The run was interrupted.', 'Go on with `orchestrator resume`.', {
        cause: reason,
      });

/** A fresh lead, with the stored state for its memory. */
const takeOver = async (hands: LeadHands, before: Conversation, news: string): Promise<Conversation> => {
  const { app, scope } = hands;
  const conversation = await openConversation(app, scope.run, before.lead + 1);
  await conversation.append([personSays(await renderHandOver(hands, news))]);
  app.progress.emit({
    type: 'notice',
    level: 'info',
    text: `A fresh lead takes over (number ${conversation.lead}), from the stored state.`,
  });
  return conversation;
};

const unknownTool = (name: string) =>
  errorAnswer(
    new OrchestratorError(
      'usage',
      `There is no tool "${name.slice(0, 80)}".`,
      `Known tools: ${LEAD_TOOLS.map((tool) => tool.name).join(', ')}.`,
    ),
  );

const saidNothing = (times: number): OrchestratorError =>
  new OrchestratorError(
    'model-misbehaved',
    `The model answered ${times} times in a row with neither words nor a call.`,
    'Choose another model with ORCHESTRATOR_MODEL, then `orchestrator resume`.',
  );
