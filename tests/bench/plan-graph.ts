import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Tasks that do nothing, in chains side by side: `t<i>` waits for `t<i - chains>`. */
export interface Graph {
  readonly tasks: number;
  readonly chains: number;
}

const idsOf = ({ tasks }: Graph): readonly string[] => Array.from({ length: tasks }, (_, index) => `t${index}`);

const before = ({ chains }: Graph, index: number): readonly string[] => (index < chains ? [] : [`t${index - chains}`]);

/** The last task of each chain. */
const lasts = (graph: Graph): readonly string[] => idsOf(graph).slice(-graph.chains);

/** The graph as our plan, as a makefile and as scripts of wireit, all in one directory. */
export const writeGraph = (directory: string, graph: Graph): void => {
  const ids = idsOf(graph);
  const tasks = ids.map((id, index) => {
    const dependsOn = before(graph, index);
    return `  - {id: ${id}, command: ["true"], worktree: none, depends_on: [${dependsOn.join(', ')}]}`;
  });
  writeFileSync(join(directory, 'plan.yaml'), `tasks:\n${tasks.join('\n')}\n`);

  const rules = ids.map((id, index) => `${id}: ${before(graph, index).join(' ')}\n\t@true\n`);
  writeFileSync(
    join(directory, 'Makefile'),
    `all: ${lasts(graph).join(' ')}\n.PHONY: all ${ids.join(' ')}\n${rules.join('')}`,
  );

  const wireit = Object.fromEntries(
    ids.map((id, index) => [id, { command: 'true', dependencies: before(graph, index) }]),
  );
  const scripts = Object.fromEntries(['all', ...ids].map((id) => [id, 'wireit']));
  const all = { all: { dependencies: lasts(graph) } };
  writeFileSync(
    join(directory, 'package.json'),
    JSON.stringify({ name: 'graph', scripts, wireit: { ...all, ...wireit } }),
  );
};
