import { describe, expect, test } from 'vitest';
import { renderTemplate, type TemplateDocument } from '../../../src/adapters/prompts/template.ts';

const template = (body: string, variables: string[]): TemplateDocument => ({
  file: 'prompts/x.md',
  data: { variables },
  body,
  bodyLine: 4,
  placeOf: () => ({ line: 3, column: 1 }),
});

describe('renderTemplate', () => {
  test('fills in what is declared', () => {
    expect(renderTemplate(template('Hi {{name}}, {{ name }}!', ['name']), { name: 'Ann' })).toBe('Hi Ann, Ann!');
  });

  test('leaves values word for word, whatever they contain', () => {
    const values = { name: '{{other}} $& $1 {{name}}', other: 'x' };
    expect(renderTemplate(template('<{{name}}>{{other}}', ['name', 'other']), values)).toBe(
      '<{{other}} $& $1 {{name}}>x',
    );
  });

  test.each([
    [
      'an undeclared placeholder',
      'one\n{{name}} {{oops}}',
      ['name'],
      [],
      'prompts/x.md:5:10: {{oops}} is not declared under `variables`',
    ],
    [
      'a variable without a value',
      '{{name}}{{age}}',
      ['name', 'age'],
      [],
      'prompts/x.md:4:9: {{age}} has no value here; known are name',
    ],
    [
      'a name of the language itself',
      '{{toString}}',
      ['toString'],
      [],
      'prompts/x.md:4:1: {{toString}} has no value here; known are name',
    ],
    [
      'an unused variable',
      '{{name}}',
      ['name', 'age'],
      [],
      'prompts/x.md:3:1: the variable "age" is declared but never used',
    ],
    ['a missing required one', 'nothing', [], ['name'], 'prompts/x.md:3:1: the template has no {{name}}'],
  ])('refuses %s', (_, body, variables, required, message) => {
    expect(() => renderTemplate(template(body, variables), { name: 'Ann' }, required)).toThrow(message);
  });
});
