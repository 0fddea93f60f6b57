import { z } from 'zod';
import { defineTool } from '../src/app/lead/lead-tool.ts';

const parameters = z.strictObject({ text: z.string().min(1).describe('One or two sentences.') });

/** Tells the person who looks on what the lead is at. */
export const reportProgress = defineTool({
  name: 'report_progress',
  description: 'Tells the person who looks on what you are doing and why, in a sentence or two. It changes nothing.',
  parameters,
  order: () => [],
  run: async ({ app }, { text }) => {
    app.progress.emit({ type: 'lead-said', text: app.redact(text) });
    return { ok: true };
  },
  rehearse: 'as-always',
});
