import { createModel } from '../adapters/model/create-model.ts';
import type { LeadHands } from '../app/lead/lead-hands.ts';
import type { Lead } from '../ports/lead.ts';
import { createLead } from '../supervisor/lead.ts';

/** The tech lead on the configured model service. */
export const createModelLead = (hands: LeadHands): Lead => {
  const { settings, clock, progress } = hands.app;
  const onWait = (text: string): void => progress.emit({ type: 'notice', level: 'warning', text });
  return createLead(hands, createModel(settings.model, { clock, onWait }));
};
