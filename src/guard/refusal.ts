/** Why something was refused: a stable rule name and one sentence that says what to do instead. */
export interface Refusal {
  readonly rule: string;
  readonly reason: string;
}
