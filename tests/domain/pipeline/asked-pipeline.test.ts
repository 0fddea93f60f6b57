import { describe, expect, it } from 'vitest';
import { askedPipeline } from '../../../src/domain/pipeline/asked-pipeline.ts';

describe('KB-35: what a request asks for in its own words', () => {
  it.each([
    ['Build the shop page through the orchestrator', 'through the orchestrator'],
    ['Do it VIA the Orchestrator, please', 'VIA the Orchestrator'],
    ['Add search, with an audit trail of what was run', 'with an audit trail'],
    ['Port the API in repeatable stages', 'repeatable stages'],
    ['A landing page, with a reachable demo for my phone', 'reachable demo'],
    ['Сделай это через оркестратор', 'через оркестратор'],
    ['Нужны воспроизводимые этапы', 'воспроизводимые этапы'],
  ])('%s', (request, words) => {
    expect(askedPipeline(request)).toEqual({ pipeline: 'strict', words });
  });

  it.each([
    'Fix the greeting',
    'Rename the class Orchestrator to Conductor',
    'The orchestrator prints a wrong date',
    'Write an auditing module',
    'Add an audit trail to the orders',
    'Integrate with the orchestrator of the cluster',
    'Add a demo page',
  ])('%s: leaves the choice to others', (request) => {
    expect(askedPipeline(request)).toBeNull();
  });
});
