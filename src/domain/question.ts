/** Something that only a person can answer. */
export interface Question {
  /** `q-1`, counted through the home. */
  readonly id: string;
  readonly run: string;
  readonly task: string | null;
  readonly about: QuestionAbout;
  readonly text: string;
  readonly options: readonly string[];
  readonly state:
    | { readonly status: 'open' }
    | { readonly status: 'answered'; readonly answer: string; readonly by: string; readonly at: number }
    | { readonly status: 'closed' };
  readonly askedAt: number;
}

export type QuestionAbout =
  /** The lead asks; `call` is its tool call. */
  | { readonly type: 'lead'; readonly call: string }
  /** The guard asks about one command of one worktree. */
  | { readonly type: 'command'; readonly worktree: string; readonly argv: readonly string[] }
  /** A gate waits for a person: for their yes or no to one candidate, or for the answer to what a role asks. */
  | {
      readonly type: 'gate';
      readonly gate: string;
      readonly candidate: string;
      readonly wants: 'decision' | 'answer';
    };
