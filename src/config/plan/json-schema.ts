import { z } from 'zod';
import { entrySchema, planSchema } from './schema.ts';

/** A task has a command, or a prompt for an agent; a schema for editors says so as two kinds of tasks. */
const task = z.union([
  entrySchema.omit({ role: true }).required({ command: true }),
  entrySchema.omit({ command: true }).required({ prompt: true }),
]);

/** JSON Schema of a plan file, for editors. What only the files and the other tasks can tell is not in it. */
export const planJsonSchema = (): object => {
  const schema = planSchema.extend({ tasks: z.array(task).min(1) });
  const { $schema, ...rest } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
  return { $schema, title: 'plan.yaml', ...rest };
};
