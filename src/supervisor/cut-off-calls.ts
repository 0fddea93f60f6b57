import { asksAbout } from '../app/lead/ask-to-run.ts';
import { judgeCommand } from '../app/lead/judge-command.ts';
import type { LeadHands } from '../app/lead/lead-hands.ts';
import { answerQuestion } from '../app/tasks/questions.ts';
import { listWorktrees } from '../app/worktrees/list-worktrees.ts';
import type { Question } from '../domain/question.ts';
import type { Conversation, FunctionCall } from './conversation.ts';
import { identityOf } from './perform-call.ts';
import { toAnswerText } from './tool-answer.ts';

/**
 * Answers the calls that have no result because a crash, a stop or a question came between. None is repeated by us: the lead is
 * told how things stood before and stand now, and decides.
 * @returns the id of a question that still waits for a person; null when all calls have their answer
 */
export const answerCutOffCalls = async (hands: LeadHands, conversation: Conversation): Promise<string | null> => {
  let waitsFor: string | null = null;
  for (const call of conversation.unanswered()) {
    const question = await settleQuestion(hands, await questionOf(hands, conversation.lead, call));
    if (question?.state.status === 'open') {
      waitsFor ??= question.id;
    } else {
      const answer = await answerFor(hands, identityOf(conversation.lead, call), call, question);
      await conversation.answer(call, toAnswerText(hands.app, answer));
    }
  }
  return waitsFor;
};

/** The question that a call waits for: its own, or the guard's about its command. */
const questionOf = async ({ app, scope }: LeadHands, lead: number, call: FunctionCall): Promise<Question | null> => {
  const questions = await app.store.questions.inRun(scope.run);
  if (call.name === 'ask_human') {
    return questions.find(({ about }) => about.type === 'lead' && about.call === identityOf(lead, call)) ?? null;
  }
  if (call.name !== 'run_repo_command') return null;
  const { worktree, command } = argumentsOf(call);
  if (typeof worktree !== 'string' || typeof command !== 'string') return null;
  const { judgement } = await judgeCommand(app, worktree, command);
  const isItsOwn = (question: Question): boolean =>
    question.state.status !== 'closed' && asksAbout(question, worktree, judgement.argv);
  return questions.find(isItsOwn) ?? null;
};

/** A question that was left open is put once more, in case somebody is at the terminal now. */
const settleQuestion = async ({ app, scope }: LeadHands, question: Question | null): Promise<Question | null> => {
  if (question === null || question.state.status !== 'open' || !app.person.present) return question;
  const answer = await app.person.ask(question, scope.signal);
  return answer === null ? question : answerQuestion(app, question, answer, app.approver);
};

const answerFor = async (
  hands: LeadHands,
  identity: string,
  call: FunctionCall,
  question: Question | null,
): Promise<object> => {
  if (question !== null && question.state.status === 'answered') {
    return question.about.type === 'lead'
      ? { answer: question.state.answer }
      : interrupted(`The person has answered ${question.id}.`, 'Call it again: the answer holds for this one command.');
  }
  if (call.name === 'run_repo_command') return commandCutOff(hands, identity, call);
  return interrupted(
    `${call.name} was cut off before it could answer.`,
    'Look how things stand (list_worktrees, read_verdict, wait_for_jobs with a timeout of 0), and call it again if it is still wanted: nothing is made twice.',
  );
};

const commandCutOff = async ({ app, scope }: LeadHands, identity: string, call: FunctionCall): Promise<object> => {
  const started = (await app.store.journal.after(scope.run, 0)).findLast(
    ({ type, data }) => type === 'command-started' && data.call === identity,
  );
  const name = String(started?.data.worktree ?? argumentsOf(call).worktree ?? '');
  const now = (await listWorktrees(app)).find(({ worktree }) => worktree === name);
  return {
    ...interrupted(
      started === undefined
        ? 'The orchestrator was stopped before it could answer; no program had been started for this command.'
        : 'The orchestrator was stopped while this command ran. It was ended and is not run again by itself.',
      'Compare before and now, look at what it left (git status, git log), and call it again only if it is still wanted.',
    ),
    worktree: name,
    head_before: started?.data.head ?? null,
    dirty_before: started?.data.dirty ?? null,
    head_now: now?.head ?? null,
    dirty_now: now?.dirty ?? null,
  };
};

const interrupted = (message: string, next: string) => ({ code: 'interrupted', message, next });

const argumentsOf = (call: FunctionCall): Readonly<Record<string, unknown>> => JSON.parse(call.arguments);
