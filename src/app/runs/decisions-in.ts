import type { StoredEntry } from '../../domain/journal.ts';

/** What people decided in a run, a line each: approvals, rejections, answers, choices. */
export const decisionsIn = (journal: readonly StoredEntry[]): readonly string[] =>
  journal.flatMap(({ type, task, data }) => {
    const event = (data.event ?? data) as Readonly<Record<string, unknown>>;
    switch (type) {
      case 'approved':
        return [
          `${task}: ${String(event.gate)} approved by ${String(event.by)} for ${String(event.candidate).slice(0, 12)}`,
        ];
      case 'rejected':
        return [`${task}: rejected by ${String(event.by)}: ${String(event.reason)}`];
      case 'cancelled':
        return [`${task}: cancelled by ${String(event.by)}`];
      case 'version-selected':
        return [`${task}: version ${String(event.number)} chosen by ${String(event.by)}`];
      case 'versions-forked':
        return [`${task}: forked by ${String(event.by)}`];
      case 'answered':
        // A task is told a text for its role, the lead the answer to a question by its id.
        return [`${String(event.question ?? task)}: "${String(event.text ?? event.answer)}" (${String(event.by)})`];
      default:
        return [];
    }
  });
