import type { BoardStatus } from '../board.ts';
import type { FinalReport } from '../document/final-report.ts';

/** What a journal entry means to people: some of it is a comment on the board, some a call, some only a status. */
export type News =
  | { readonly type: 'status'; readonly status: BoardStatus }
  /** `launching` is the role that starts there; null where none does. */
  | { readonly type: 'stage-changed'; readonly from: string; readonly to: string; readonly launching: string | null }
  /** The first role of the task is launched. */
  | (Owned & { readonly type: 'work-begun' })
  | {
      readonly type: 'role-finished';
      readonly role: string;
      readonly stage: string;
      /** Null where the entry does not name it: the role's newest one then. */
      readonly job: string | null;
      /** The commit or tree that holds its documents; null when nobody knows. */
      readonly at: string | null;
      /** It was the last work before main moves, so that what the task used can be summed up. */
      readonly isLast: boolean;
    }
  | (Owned & { readonly type: 'gate-failed'; readonly gate: string; readonly reason: string })
  /** It failed with the same words as in an earlier round; the work goes on. */
  | (Owned & { readonly type: 'finding-repeated'; readonly gate: string; readonly reason: string })
  /** `isTold`: the role's own comment asks for it already. */
  | (Owned & {
      readonly type: 'approval-wanted';
      readonly gate: string;
      readonly reason: string;
      readonly isTold: boolean;
    })
  | (Owned & { readonly type: 'asked'; readonly question: string })
  | (Owned & { readonly type: 'rejected'; readonly by: string; readonly reason: string })
  | (Owned & { readonly type: 'answered'; readonly by: string })
  | (Owned & { readonly type: 'agent-failed'; readonly job: string; readonly reason: string })
  | (Owned & { readonly type: 'blocked'; readonly reason: string })
  | { readonly type: 'held'; readonly reason: string }
  /** `isDeployed`: a role of the pipeline brought it to where it runs. */
  | (Owned & { readonly type: 'completed'; readonly isDeployed: boolean })
  | { readonly type: 'cancelled'; readonly by: string }
  /** The task was delivered, and its document is complete. @see FinalReport for what is told of it. */
  | { readonly type: 'document-ready'; readonly path: string; readonly report: FinalReport | null };

interface Owned {
  /** The role of the stage that it is about, in whose name it is told; `stream` for a stage where nobody works. */
  readonly owner: string;
  readonly stage: string;
}

/** Who speaks for the service itself. */
export const SERVICE = 'stream';
