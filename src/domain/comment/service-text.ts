import type { News } from '../news/news.ts';
import type { Language } from './phrases.ts';
import { roleCard } from './role-card.ts';

/** News that are told in a sentence of the service's own. */
export type ServiceNews = Exclude<News, { readonly type: 'status' | 'role-finished' | 'document-ready' }>;

/** What the service says, as plain text; parts that come from workers and people stand in it as they are. */
export const serviceText = (news: ServiceNews, language: Language): string => {
  const say = SENTENCES[language];
  switch (news.type) {
    case 'stage-changed':
      return `🔄 ${say.stage}: ${news.from} → ${news.to}${launchingIn(news.launching, language)}`;
    case 'work-begun':
      return `🚀 ${say.begun(roleCard(news.owner, news.stage, language).title)}${expectedFrom(news.owner, language)}`;
    case 'gate-failed':
      return `⚠️ ${say.gateFailed(news.stage)}: ${news.gate} — ${news.reason}`;
    case 'finding-repeated':
      return `🔁 ${say.findingRepeated(news.stage)}: ${news.gate} — ${news.reason}`;
    case 'approval-wanted':
      return `⏸️ ${say.approvalWanted(news.stage)}: ${news.gate} — ${news.reason}\n${say.howToDecide}`;
    case 'asked':
      return `❓ ${say.asked(news.stage)}\n${news.question.trim()}\n${say.howToAnswer}`;
    case 'rejected':
      return `↩️ ${say.rejected(news.by)}: ${news.reason}`;
    case 'answered':
      return `▶️ ${say.answered(news.by)}`;
    case 'agent-failed':
      return `❌ ${say.agentFailed(news.owner, news.stage)}: ${news.reason}`;
    case 'blocked':
      return `⛔ ${say.blocked(news.stage)}: ${news.reason}`;
    case 'held':
      return `⏳ ${say.held}: ${news.reason}`;
    case 'completed':
      return `✅ ${news.isDeployed ? say.deployed : say.merged}`;
    case 'cancelled':
      return `🚫 ${say.cancelled(news.by)}`;
  }
};

const launchingIn = (role: string | null, language: Language): string =>
  role === null ? '' : ` (${SENTENCES[language].launching(role)})`;

/** Minutes that a role usually takes, from and to; none where nobody can say (MA-011). */
const USUAL_MINUTES: ReadonlyMap<string, readonly [from: number, to: number]> = new Map([['analyst', [8, 15]]]);

const expectedFrom = (role: string, language: Language): string => {
  const minutes = USUAL_MINUTES.get(role);
  return minutes === undefined ? '' : ` ${SENTENCES[language].expected(...minutes)}`;
};

interface Sentences {
  readonly stage: string;
  readonly launching: (role: string) => string;
  readonly begun: (role: string) => string;
  readonly expected: (from: number, to: number) => string;
  readonly gateFailed: (stage: string) => string;
  readonly findingRepeated: (stage: string) => string;
  readonly approvalWanted: (stage: string) => string;
  readonly howToDecide: string;
  readonly asked: (stage: string) => string;
  readonly howToAnswer: string;
  readonly rejected: (by: string) => string;
  readonly answered: (by: string) => string;
  readonly agentFailed: (role: string, stage: string) => string;
  readonly blocked: (stage: string) => string;
  readonly held: string;
  readonly deployed: string;
  readonly merged: string;
  readonly cancelled: (by: string) => string;
}

const SENTENCES: Readonly<Record<Language, Sentences>> = {
  en: {
    stage: 'Stage',
    launching: (role) => `launching ${role}`,
    begun: (role) => `${role} has begun.`,
    expected: (from, to) => `The result is expected in ${from}–${to} minutes.`,
    gateFailed: (stage) => `QG failed at ${stage}`,
    findingRepeated: (stage) => `The same finding again at ${stage}`,
    approvalWanted: (stage) => `A person decides at ${stage}`,
    howToDecide: 'Set the status to Approved to go on, or to Rejected with a comment that says why.',
    asked: (stage) => `Questions at ${stage}:`,
    howToAnswer: 'Answer in a comment, then set the status to In Progress.',
    rejected: (by) => `Rejected by ${by}`,
    answered: (by) => `Answered by ${by}: the work goes on.`,
    agentFailed: (role, stage) => `The ${role} failed at ${stage}`,
    blocked: (stage) => `Blocked at ${stage}`,
    held: 'On hold',
    deployed: 'Task completed! PR merged and deployed.',
    merged: 'Task completed! It is merged.',
    cancelled: (by) => `Cancelled by ${by}.`,
  },
  ru: {
    stage: 'Стадия',
    launching: (role) => `запускается ${role}`,
    begun: (role) => `${role} начал работу.`,
    expected: (from, to) => `Результат ожидается через ${from}–${to} минут.`,
    gateFailed: (stage) => `QG не пройден на стадии ${stage}`,
    findingRepeated: (stage) => `То же замечание повторно на стадии ${stage}`,
    approvalWanted: (stage) => `Нужно решение человека на стадии ${stage}`,
    howToDecide: 'Поставьте статус Approved, чтобы продолжить, или Rejected с комментарием о причине.',
    asked: (stage) => `Вопросы на стадии ${stage}:`,
    howToAnswer: 'Ответьте в комментарии и поставьте статус In Progress.',
    rejected: (by) => `Отклонено (${by})`,
    answered: (by) => `Ответ получен (${by}): работа продолжается.`,
    agentFailed: (role, stage) => `Ошибка агента ${role} на стадии ${stage}`,
    blocked: (stage) => `Заблокировано на стадии ${stage}`,
    held: 'Приостановлено',
    deployed: 'Задача завершена! PR слит и развёрнут.',
    merged: 'Задача завершена! Изменение слито.',
    cancelled: (by) => `Отменено (${by}).`,
  },
};
