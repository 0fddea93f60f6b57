import { invalidPrompt, type PromptDocument, placeInBody } from './prompt-document.ts';

export type TemplateDocument = PromptDocument<{ readonly variables: readonly string[] }>;

/**
 * Fills a template's placeholders `{{name}}` in one pass: what is filled in is never looked at again, so that a value
 * that itself contains `{{...}}` stands word for word in the result.
 * @param required variables that the template has to use, since leaving one out would lose what a person said
 * @throws OrchestratorError `prompt-invalid` for a placeholder that the file does not declare, a declared variable that
 * it does not use or that nobody gives a value, and a required one that is missing
 */
export function renderTemplate(
  document: TemplateDocument,
  values: Readonly<Record<string, string>>,
  required: readonly string[] = [],
): string {
  const { file, body, data } = document;
  const declared = new Set(data.variables);
  const used = new Set<string>();

  const text = body.replace(PLACEHOLDER, (placeholder, name: string, offset: number) => {
    const value = Object.hasOwn(values, name) ? values[name] : undefined;
    const place = placeInBody(document, offset);
    if (!declared.has(name)) throw invalidPrompt(file, place, `${placeholder} is not declared under \`variables\``);
    if (value === undefined)
      throw invalidPrompt(file, place, `${placeholder} has no value here; known are ${list(values)}`);
    used.add(name);
    return value;
  });

  const unused = data.variables.find((name) => !used.has(name));
  if (unused)
    throw invalidPrompt(file, document.placeOf('variables'), `the variable "${unused}" is declared but never used`);
  const missing = required.find((name) => !used.has(name));
  if (missing) throw invalidPrompt(file, document.placeOf('variables'), `the template has no {{${missing}}}`);
  return text;
}

const PLACEHOLDER = /\{\{\s*([^{}]*?)\s*\}\}/g;

const list = (values: Readonly<Record<string, string>>): string => Object.keys(values).sort().join(', ');
