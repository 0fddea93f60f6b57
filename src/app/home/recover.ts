import type { App } from '../app.ts';
import { reap } from './reap.ts';

/**
 * Puts right what a crash left, before a main job begins or goes on (INV-7, INV-8). Other processes may be at work on the home
 * meanwhile; what is theirs is left alone.
 * @returns what was found and done, for the report
 */
export const recover = (app: App): Promise<readonly string[]> => reap(app, 'starting');
