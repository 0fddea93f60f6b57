import { formatDuration } from '../format/duration.ts';
import { isNoUsage, type Usage } from '../usage/usage.ts';
import type { DocumentLink } from './artifact-links.ts';
import type { Markup } from './markup.ts';
import type { Outcome } from './outcome.ts';
import { type Language, PHRASES } from './phrases.ts';
import { roleCard } from './role-card.ts';
import { usageLine } from './usage-line.ts';

/** What a role says in the tracker when it has ended its work at a stage. */
export interface StatusComment {
  readonly role: string;
  readonly stage: string | null;
  readonly outcome: Outcome | null;
  /** Whole seconds; null when nobody knows. */
  readonly durationSeconds: number | null;
  readonly documents: readonly DocumentLink[];
  readonly usage: Usage | null;
}

/** How a comment is written. */
export interface CommentStyle {
  readonly markup: Markup;
  readonly language: Language;
}

/**
 * Writes the comment; parts that say nothing are left out. Never throws: a comment that cannot be written shrinks to one line,
 * for the task with broken data is the one that must stay visible.
 * @param onError told what went wrong in that case
 */
export const renderStatusComment = (
  comment: StatusComment,
  style: CommentStyle,
  onError: (error: unknown) => void = () => undefined,
): string => {
  try {
    return render(comment, style);
  } catch (error) {
    onError(error);
    return oneLiner(comment.role, style);
  }
};

const render = (
  { role, stage, outcome, durationSeconds, documents, usage }: StatusComment,
  { markup, language }: CommentStyle,
): string => {
  const { icon, title, description } = roleCard(role, stage, language);
  const phrases = PHRASES[language];
  const duration = formatDuration(durationSeconds);
  return markup.lines([
    `${icon} ${markup.escape(title)} — ${markup.escape(description)}`,
    ...(outcome === null ? [] : [`${outcome.label}: ${markup.escape(outcome.value)}`]),
    ...(duration === '' ? [] : [`${phrases.duration}: ${duration}`]),
    ...(documents.length === 0
      ? []
      : [
          `${markup.bold(`${phrases.documents}:`)}${markup.list(documents.map(({ label, url }) => markup.link(label, url)))}`,
        ]),
    ...(usage === null || isNoUsage(usage) ? [] : [markup.small(usageLine(usage, language))]),
  ]);
};

const oneLiner = (role: string, { markup, language }: CommentStyle): string => {
  const { icon, title } = roleCard(role, null, language);
  return `${icon} ${markup.escape(title)} ${PHRASES[language].ready}`;
};
