/** A request that says how it wants to be done, and the pipeline that does so. */
export interface AskedPipeline {
  readonly pipeline: string;
  /** The words of the request that ask for it. */
  readonly words: string;
}

const STRICT = 'strict';

/** What people say who want fixed stages, a record of what was done, or something that others can look at (KB-35). */
const ASKS_FOR_STRICT_STAGES: readonly RegExp[] = [
  /\b(?:through|via|using) (?:the |our )?orchestrator\b/i,
  /\b(?:strict|repeatable|reproducible|fixed) (?:stages|steps|process|workflow)\b/i,
  // An audit trail alone may be the feature that is wanted.
  /\bwith (?:an?|the) (?:\w+ )?audit (?:trail|record)\b/i,
  /\b(?:reachable|public|shareable|live) demo\b/i,
  /\bdemo (?:that is |which is )?(?:reachable|accessible)\b/i,
  /(?:через|с помощью) оркестратор\p{L}*/iu,
  /(?:повторяем|воспроизводим|строг)\p{L}* (?:стади|этап|шаг)\p{L}*/iu,
  /с (?:журнал|след)\p{L}* аудит\p{L}*/iu,
];

/** The pipeline that a request asks for in its own words; null where it leaves the choice to others. */
export const askedPipeline = (request: string): AskedPipeline | null => {
  for (const pattern of ASKS_FOR_STRICT_STAGES) {
    const words = pattern.exec(request)?.[0];
    if (words !== undefined) return { pipeline: STRICT, words };
  }
  return null;
};
