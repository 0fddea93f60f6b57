/**
 * The words with which a worker ends its run, alone on the last line: the work is done, or nobody but
 * a person can go on (KB-17, KB-18).
 */
export const LOOP_WORDS = { completionKeyword: 'COMPLETED', blockerKeyword: 'BLOCKER' } as const;
