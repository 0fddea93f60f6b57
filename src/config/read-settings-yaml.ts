import { isMap, isNode, isScalar, type Node, type YAMLMap } from 'yaml';
import { settingOf } from './keys.ts';
import { isReserved, isSettingKey, keyOfVariable, roleIn } from './known-names.ts';
import { readVariable } from './read-variables.ts';
import { NOTHING, type Reading, readSetting, together } from './reading.ts';
import { keyOf, openYaml, type YamlText } from './yaml-text.ts';

/** A value of the file that is not a section. */
interface Leaf {
  /** The keys that lead to it, as they are written. */
  readonly names: readonly string[];
  readonly path: string;
  readonly node: Node | null;
  readonly place: string;
}

/** Reads `orchestrator.yaml`: keys by their path, nested or dotted, or by the name of their variable. */
export const readSettingsYaml = (text: string, file: string): Reading => {
  const yaml = openYaml(text, file);
  if (yaml.problems.length > 0) return { ...NOTHING, mistakes: yaml.problems };
  const root = yaml.document.contents;
  if (root === null || (isScalar(root) && root.value === null)) return NOTHING;
  if (!isMap(root)) return { ...NOTHING, mistakes: [`${yaml.place([])}: expected keys with values`] };
  const places = new Map<string, string>();
  return together(leavesOf(yaml, root, []).map((leaf) => readLeaf(yaml, leaf, places)));
};

const leavesOf = (yaml: YamlText, map: YAMLMap, parents: readonly string[]): readonly Leaf[] =>
  map.items.flatMap((pair) => {
    const names = [...parents, keyOf(pair)];
    const path = names.join('.');
    const { value } = pair;
    const isSection = isMap(value) && value.items.length > 0 && !isSettingKey(path) && keyOfVariable(path) === null;
    if (isSection) return leavesOf(yaml, value, names);
    const offset = isNode(pair.key) ? pair.key.range?.[0] : undefined;
    return [{ names, path, node: isNode(value) ? value : null, place: yaml.placeAt(offset ?? 0) }];
  });

const readLeaf = (yaml: YamlText, { names, path, node, place }: Leaf, places: Map<string, string>): Reading => {
  const key = isSettingKey(path) ? path : keyOfVariable(path);
  if (key === null) return isReserved(path) ? NOTHING : { ...NOTHING, unknown: [{ name: path, place }] };
  const value: unknown = node?.toJS(yaml.document) ?? null;
  if (value === null || value === '') return NOTHING;
  // Variables of different roles are parts of one setting; any other second spelling would silently lose.
  const identity = roleIn(settingOf(key).env, path) === null ? key : path;
  const first = places.get(identity);
  if (first !== undefined) return { ...NOTHING, mistakes: [`${place}: ${path}: stands twice, first at ${first}`] };
  places.set(identity, place);
  return path !== key && typeof value !== 'object'
    ? readVariable(key, path, String(value), place)
    : readSetting(key, { value }, place, path, (inside, atKey) =>
        atKey ? yaml.placeOfKey([...names, ...inside]) : yaml.place([...names, ...inside]),
      );
};
