import { z } from 'zod';
import { SETTING_KEYS, type SettingKey, settingOf } from './keys.ts';

type SchemaNode = Readonly<Record<string, unknown>>;

/** A map whose keys are all known. */
interface Section {
  readonly type: 'object';
  readonly additionalProperties: false;
  readonly properties: Record<string, SchemaNode | Section>;
}

/** JSON Schema of `orchestrator.yaml`: every key by its path, or by the name of its variable. */
export const settingsSchema = (): SchemaNode => {
  const root = section();
  for (const key of SETTING_KEYS) put(root, key.split('.'), schemaOf(key));
  for (const key of SETTING_KEYS) put(root, [settingOf(key).env], variableSchema(key));
  return { $schema: 'https://json-schema.org/draft/2020-12/schema', title: 'orchestrator.yaml', ...root };
};

const section = (): Section => ({ type: 'object', additionalProperties: false, properties: {} });

const put = (parent: Section, [name = '', ...rest]: readonly string[], schema: SchemaNode): void => {
  if (rest.length === 0) {
    parent.properties[name] = schema;
    return;
  }
  const existing = parent.properties[name];
  const child = existing !== undefined && isSection(existing) ? existing : section();
  parent.properties[name] = child;
  put(child, rest, schema);
};

const isSection = (node: SchemaNode | Section): node is Section => 'properties' in node && node.type === 'object';

const schemaOf = (key: SettingKey): SchemaNode => {
  const { schema, description } = settingOf(key);
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
  return { ...rest, description };
};

/** Under the name of its variable a value may also be written as the text that the variable would hold. */
const variableSchema = (key: SettingKey): SchemaNode => ({
  anyOf: [schemaOf(key), { type: ['string', 'number', 'boolean'] }],
  description: `The same as ${key}`,
});
