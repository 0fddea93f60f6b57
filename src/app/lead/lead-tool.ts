import type { z } from 'zod';
import { OrchestratorError } from '../../domain/errors.ts';
import type { LeadHands } from './lead-hands.ts';

/**
 * What a call must not overtake within its turn: calls that name the same thing run in the order given, `everything` runs after
 * all calls before it and before all calls after it (INV-15).
 */
export type CallOrder = readonly string[] | 'everything';

/** One power of the lead: a name, what it takes, and what it does. */
export interface LeadTool {
  readonly name: string;
  /** What the model is told of it. */
  readonly description: string;
  readonly parameters: z.ZodObject;
  /** Checks the arguments; throws `usage` that names the known parameters. */
  prepare(input: unknown): PreparedCall;
}

/** A call whose arguments are valid. */
export interface PreparedCall {
  readonly order: CallOrder;
  /**
   * @param call identity of this call within the run, for what a crash cuts off
   * @returns plain JSON, keys in snake_case as `interface.md` has them
   */
  perform(hands: LeadHands, call: string): Promise<object>;
}

interface ToolDefinition<Schema extends z.ZodObject> {
  readonly name: string;
  readonly description: string;
  readonly parameters: Schema;
  order(input: z.infer<Schema>): CallOrder;
  run(hands: LeadHands, input: z.infer<Schema>, call: string): Promise<object>;
  /** Answers in a dry run (INV-11), in the same shape; `as-always` where `run` itself changes nothing then. */
  readonly rehearse: 'as-always' | ((hands: LeadHands, input: z.infer<Schema>) => Promise<object>);
}

/** Makes a tool of its definition; the arguments of `order` and `run` have passed its schema. */
export const defineTool = <Schema extends z.ZodObject>(definition: ToolDefinition<Schema>): LeadTool => ({
  name: definition.name,
  description: definition.description,
  parameters: definition.parameters,
  prepare: (raw) => {
    const parsed = definition.parameters.safeParse(withoutNulls(raw));
    if (!parsed.success) throw badArguments(definition, parsed.error);
    const input = parsed.data;
    const { rehearse } = definition;
    return {
      order: definition.order(input),
      perform: (hands, call) =>
        hands.app.settings.dryRun && rehearse !== 'as-always'
          ? rehearse(hands, input)
          : definition.run(hands, input, call),
    };
  },
});

/** Models fill optional parameters with null; for us they are absent. */
const withoutNulls = (raw: unknown): unknown =>
  typeof raw === 'object' && raw !== null && !Array.isArray(raw)
    ? Object.fromEntries(Object.entries(raw).filter(([, value]) => value !== null))
    : raw;

const badArguments = (definition: ToolDefinition<z.ZodObject>, error: z.ZodError): OrchestratorError => {
  const problems = error.issues
    .slice(0, 5)
    .map(({ path, message }) => `${path.length === 0 ? '' : `${path.join('.')}: `}${message}`);
  const known = Object.keys(definition.parameters.shape);
  return new OrchestratorError(
    'usage',
    `${definition.name} was not carried out: ${problems.join('; ')}.`,
    known.length === 0 ? 'It takes no parameters.' : `Known parameters: ${known.join(', ')}.`,
  );
};
