import type { App } from '../../../app/app.ts';

/** Where a run tells what happens. */
export type Progress = App['progress'];

/** One thing that happened, as every renderer is told it. */
export type ProgressEvent = Parameters<Progress['emit']>[0];

/** Whom a run asks. */
export type Person = App['person'];

/** Something that waits for a person. */
export type Question = Parameters<Person['ask']>[0];
