import { z } from 'zod';
import { DELIVERY_MODES, type DispatchTask, WORKER_KINDS } from '../domain/settings.ts';

const TEXT_KEYS = ['task', 'prompt', 'goal'] as const;

const TEXT = z.string().trim().min(1, 'the task is empty');

const taskObject = z
  .strictObject({
    id: z.string().min(1).optional(),
    title: TEXT.optional(),
    task: TEXT.optional(),
    prompt: TEXT.optional(),
    goal: TEXT.optional(),
    pipeline: z.string().min(1).optional(),
    delivery: z.enum(DELIVERY_MODES).optional(),
    worker: z.enum(WORKER_KINDS).optional(),
  })
  .transform((task, context): DispatchTask => {
    const texts = TEXT_KEYS.flatMap((key) => task[key] ?? []);
    if (texts.length > 1)
      context.addIssue({ code: 'custom', message: `give one of ${TEXT_KEYS.join(', ')}, not several` });
    const goal = [task.title, texts[0]].filter((part) => part !== undefined).join('\n\n');
    if (goal === '') context.addIssue({ code: 'custom', message: `say what to do in one of ${TEXT_KEYS.join(', ')}` });
    return {
      id: task.id ?? null,
      goal,
      pipeline: task.pipeline ?? null,
      delivery: task.delivery ?? null,
      worker: task.worker ?? null,
    };
  });

/** A list whose items are texts or objects; a text is the object that has nothing else. */
export const dispatchTasksSchema = z.array(
  z.preprocess((item) => (typeof item === 'string' ? { task: item } : item), taskObject),
);

/**
 * Splits the text of `DISPATCH_TASKS` into items for the schema: a JSON array, or one task a line, each a text or a JSON object.
 * @throws SyntaxError where what begins like JSON is none
 */
export const splitTasks = (text: string): unknown => {
  const trimmed = text.trim();
  if (trimmed.startsWith('[')) return JSON.parse(trimmed);
  return trimmed
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map((line) => (line.startsWith('{') ? JSON.parse(line) : line));
};
