import type { DecisionView } from '../../app/tasks/decision-view.ts';
import type { Flags } from './flags.ts';
import type { Output } from './output.ts';
import { printJson } from './print-json.ts';
import { plainText } from './text/plain-text.ts';

/** What `--json` means for a decision. */
export const DECISION_JSON = 'print the task, or the question, as one JSON document';

/** Says what took effect, in words or as the object that changed. */
export const printDecision = (out: Output, flags: Flags, { message, result }: DecisionView): void => {
  if (flags.json === true) printJson(out, result);
  else out.line(plainText(message));
};
