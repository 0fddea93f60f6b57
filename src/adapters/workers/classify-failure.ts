import type { WorkerFailure } from '../../ports/worker.ts';

/**
 * What a CLI's error text says about the cause. The order matters: a used-up quota is answered with 429 too, and waiting
 * does not mend it.
 * @param text the CLI's own words about the failure, never the agent's prose or a command's output
 * @param status the HTTP status, where the CLI reports it apart
 */
export const classifyFailure = (text: string, status: number | null = null): WorkerFailure => {
  const words = status === null ? text : `${text} (status ${status})`;
  return SIGNS.find(({ pattern }) => pattern.test(words))?.failure ?? 'task';
};

const SIGNS: readonly { readonly failure: WorkerFailure; readonly pattern: RegExp }[] = [
  {
    failure: 'quota',
    pattern:
      /usage[ _]limit|insufficient[ _]quota|quota (?:is )?exceeded|exceeded your (?:current )?quota|credit balance|out of credits|hit your (?:\w+ )?limit|billing details|spend(?:ing)? limit/i,
  },
  {
    failure: 'login',
    pattern:
      /not logged in|log ?in again|please run \/login|\b401\b|unauthorized|authentication[ _](?:error|failed)|(?:invalid|incorrect|missing) (?:x-)?api[ -]?key|api key (?:is )?(?:invalid|missing)|missing environment variable|token (?:has )?expired|refresh token/i,
  },
  {
    failure: 'transient',
    pattern:
      /too many requests|\((?:429|5\d\d)\)|rate[ _-]?limit|overloaded|at capacity|high demand|(?:status|http|code|error|last status)\W{0,3}(?:429|5\d\d)\b|\b5\d\d (?:internal|bad gateway|service|gateway)|internal server error|bad gateway|service unavailable|gateway time-?out|temporarily unavailable|stream (?:disconnected|closed|error)|connection (?:refused|reset|closed|lost|error|failed|timed out)|(?:could not|unable to|cannot|failed to) connect|network error|error sending request|fetch failed|socket hang up|\bE(?:CONNREFUSED|CONNRESET|TIMEDOUT|PIPE|AI_AGAIN)\b|request timed out/i,
  },
  {
    failure: 'unavailable',
    pattern:
      /unexpected argument|unknown (?:option|argument)|unrecognized (?:option|argument)|command not found|error loading config|model\W.{0,80}(?:not found|does not exist|not supported)|model not found/i,
  },
];
