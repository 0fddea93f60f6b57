import { setFlagsFromString } from 'node:v8';

/**
 * Keeps V8's space for young objects at its first size. While a hundred jobs are queued it would grow, and stay there: about 200 MB
 * of resident memory against 150. A run mostly waits, so that the additional collections cost nothing that anybody notices, and a
 * small process starts others faster.
 */
export const keepHeapSmall = (): void => setFlagsFromString('--semi-space-growth-factor=1');
