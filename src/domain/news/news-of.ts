import { buildFinalReport, DOCUMENT_READY } from '../document/final-report.ts';
import type { StoredEntry } from '../journal.ts';
import { isLastWorkingStage, type Pipeline, stageOf } from '../pipeline/pipeline.ts';
import { type News, SERVICE } from './news.ts';
import { statusNews } from './status-news.ts';
import { type Transition, transitionOf } from './transition.ts';

/**
 * What people are told because of one journal entry, in the order in which they read it; nothing for most entries.
 * @param pipeline the task's; null where it is no longer known, and then the service speaks for every stage
 */
export const newsOf = (entry: StoredEntry, pipeline: Pipeline | null): readonly News[] => {
  if (entry.type === DOCUMENT_READY) return documentNews(entry);
  const transition = transitionOf(entry);
  if (transition === null) return [];
  return [
    ...statusNews(transition),
    ...workNews(transition, pipeline),
    ...gateNews(transition, pipeline),
    ...personNews(transition, pipeline),
    ...stageNews(transition, pipeline),
    ...standstillNews(transition, pipeline),
  ];
};

const documentNews = ({ data }: StoredEntry): readonly News[] => {
  if (typeof data.path !== 'string') return [];
  const built = buildFinalReport(Object(data.report));
  return [{ type: 'document-ready', path: data.path, report: built.ok ? built.report : null }];
};

const ownerOf = (pipeline: Pipeline | null, stage: string): string =>
  (pipeline === null ? null : stageOf(pipeline, stage)?.role) ?? SERVICE;

/** A person decides on the whole work of such a stage: its role reports when it is asked for that, and not before. */
const isApproved = (pipeline: Pipeline | null, stage: string): boolean =>
  pipeline !== null && stageOf(pipeline, stage)?.gates.includes(APPROVAL) === true;

const APPROVAL = 'analysis-approved';

const workNews = ({ type, from, candidate, event }: Transition, pipeline: Pipeline | null): readonly News[] => {
  const { stage } = from;
  const role = ownerOf(pipeline, stage);
  const finished = { type: 'role-finished', role, stage } as const;
  if (type === 'gates-answered') {
    const answer = event.verdicts.find(({ gate }) => gate === APPROVAL);
    const failed = event.verdicts.some(({ outcome }) => outcome === 'fail');
    // One who has approved has read it already.
    if (answer === undefined || failed || answer.outcome === 'fail' || answer.evidence.approvedBy !== undefined)
      return [];
    return [{ ...finished, job: null, at: candidate, isLast: false }];
  }
  if (type !== 'job-ended' || event.status !== 'succeeded' || isApproved(pipeline, stage)) return [];
  const present = pipeline === null ? null : stageOf(pipeline, stage);
  const isLast = pipeline !== null && present !== null && isLastWorkingStage(pipeline, present);
  return [{ ...finished, job: event.job ?? null, at: event.left?.head ?? null, isLast }];
};

const gateNews = ({ type, from, event, escalation }: Transition, pipeline: Pipeline | null): readonly News[] => {
  const failed = event.verdicts.find(({ outcome }) => outcome === 'fail');
  if (type !== 'gates-answered' || failed === undefined) return [];
  const { stage } = from;
  const told = { owner: ownerOf(pipeline, stage), stage, gate: failed.gate, reason: failed.reason };
  // Where the task stands still a person is called anyway.
  const isRepeated = escalation === 'repeated-finding';
  return [{ type: 'gate-failed', ...told }, ...(isRepeated ? [{ type: 'finding-repeated', ...told } as const] : [])];
};

const personNews = ({ type, to, event }: Transition, pipeline: Pipeline | null): readonly News[] => {
  const owned = { owner: ownerOf(pipeline, to.stage), stage: to.stage };
  switch (type) {
    case 'rejected':
      return [{ type, ...owned, by: event.by, reason: event.reason }];
    case 'answered':
      return [{ type, ...owned, by: event.by }];
    case 'cancelled':
      return [{ type, by: event.by }];
    default:
      return [];
  }
};

const stageNews = (transition: Transition, pipeline: Pipeline | null): readonly News[] => {
  const { type, from, to } = transition;
  const isMoved = from.stage !== to.stage;
  const role = pipeline === null ? null : (stageOf(pipeline, to.stage)?.role ?? null);
  const launching = to.status === 'planned' ? role : null;
  const changed = { type: 'stage-changed', from: from.stage, to: to.stage, launching } as const;
  const begun: News[] =
    launching !== null && isBeginning(transition, pipeline)
      ? [{ type: 'work-begun', owner: launching, stage: to.stage }]
      : [];
  if (type !== 'merged') return isMoved ? [changed, ...begun] : [];
  const owner = ownerOf(pipeline, from.stage);
  return [
    ...(isMoved ? [changed] : []),
    { type: 'completed', owner, stage: from.stage, isDeployed: owner !== SERVICE },
  ];
};

/** Out of the first stage, where nobody works, into one where somebody does (MA-011). */
const isBeginning = ({ from, to }: Transition, pipeline: Pipeline | null): boolean => {
  const [first, second] = pipeline?.stages ?? [];
  return first?.role === null && from.stage === first.name && to.stage === second?.name;
};

/** The task stands still: somebody has to act. Said once, when it comes to stand. */
const standstillNews = (transition: Transition, pipeline: Pipeline | null): readonly News[] => {
  const { type, from, to, event } = transition;
  if (from.status === to.status) return [];
  const owned = { owner: ownerOf(pipeline, from.stage), stage: from.stage };
  const reason = transition.reason ?? event.reason;
  switch (to.status) {
    case 'failed':
      return event.job === undefined ? [] : [{ type: 'agent-failed', ...owned, job: event.job, reason }];
    case 'blocked':
      return [{ type: 'blocked', ...owned, reason }];
    case 'waiting': {
      const pending = event.verdicts.find(({ outcome }) => outcome === 'pending');
      if (pending === undefined) return [{ type: 'held', reason }];
      const { gate, evidence } = pending;
      if (evidence.until !== undefined) return [];
      if (evidence.question !== undefined) return [{ type: 'asked', ...owned, question: evidence.question }];
      const isTold = type === 'gates-answered' && gate === APPROVAL;
      return [{ type: 'approval-wanted', ...owned, gate, reason: pending.reason, isTold }];
    }
    default:
      return [];
  }
};
