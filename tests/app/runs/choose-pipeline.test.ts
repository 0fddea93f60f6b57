import { describe, expect, it } from 'vitest';
import { choosePipeline } from '../../../src/app/runs/choose-pipeline.ts';
import type { Pipeline } from '../../../src/domain/pipeline/pipeline.ts';
import type { ProgressEvent } from '../../../src/ports/progress.ts';

const appWith = (...names: readonly string[]) => {
  const said: ProgressEvent[] = [];
  const pipelines = new Map(names.map((name) => [name, { name } as Pipeline]));
  return { said, app: { pipelines, progress: { emit: (event: ProgressEvent) => void said.push(event) } } };
};

describe('KB-35: the pipeline of new work', () => {
  it('is the one that is named, whatever the request says', () => {
    const { app, said } = appWith('subtask', 'strict');
    expect(choosePipeline(app, 'delivery', 'Do it through the orchestrator')).toBe('delivery');
    expect(said).toEqual([]);
  });

  it('is the one of strict stages where the request asks for it, and the person is told', () => {
    const { app, said } = appWith('subtask', 'strict');
    expect(choosePipeline(app, null, 'Do it through the orchestrator')).toBe('strict');
    expect(said).toEqual([expect.objectContaining({ text: expect.stringContaining('through the orchestrator') })]);
  });

  it.each([
    ['the request asks for nothing', ['subtask', 'strict'], 'Fix the greeting'],
    ['what it asks for does not exist', ['subtask'], 'Do it through the orchestrator'],
  ])('is the standard one where %s', (_, names, request) => {
    expect(choosePipeline(appWith(...names).app, null, request)).toBe('subtask');
  });
});
