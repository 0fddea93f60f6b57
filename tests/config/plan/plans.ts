import { join } from 'node:path';
import { expect } from 'vitest';
import { loadPlan } from '../../../src/config/plan/load-plan.ts';
import type { OrchestratorError } from '../../../src/domain/errors.ts';
import type { Plan } from '../../../src/domain/plan/plan.ts';
import { hardDenial } from '../../../src/guard/hard-denials.ts';
import { parseCommand } from '../../../src/guard/parse-command.ts';
import { temporaryDirectory, write } from './places.ts';

/** Reads a plan file with the guard's own rules; messages call it `plan.yaml`. */
export const readPlanAt = (file: string, mainBranch: string | null = 'main'): Plan =>
  loadPlan({
    file,
    shown: 'plan.yaml',
    mainBranch,
    roles: ['analyst', 'developer', 'reviewer'],
    splitCommand: parseCommand,
    hardDenial,
  });

/** Reads a plan from its text, beside which lies the prompt `p.md`. */
export const readPlanText = (text: string): Plan => readPlanAt(planFile(text));

export const planFile = (text: string): string => {
  const directory = temporaryDirectory();
  write(join(directory, 'p.md'), 'Do it.\n');
  return write(join(directory, 'plan.yaml'), text);
};

/** What is wrong, a line each; the directory of the plan is shown as `DIR`. */
export const mistakesAt = (file: string): readonly string[] => {
  try {
    readPlanAt(file);
  } catch (error) {
    expect(error).toMatchObject({ name: 'OrchestratorError', code: 'plan-invalid', exitCode: 2 });
    const [headline, ...lines] = (error as OrchestratorError).message.split('\n');
    const found = lines.length === 1 ? 'a mistake' : `${lines.length} mistakes`;
    expect(headline).toBe(`The plan has ${found}; nothing was started.`);
    return lines.map((line) => line.replaceAll(join(file, '..'), 'DIR'));
  }
  return [];
};

export const mistakesIn = (text: string): readonly string[] => mistakesAt(planFile(text));
