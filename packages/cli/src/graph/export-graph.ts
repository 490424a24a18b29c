import type { SerializedDag } from '@tradewind/model';

/** The graph in the language of Graphviz, with a cluster for each group. */
export function renderDot(dag: SerializedDag): string {
  const quote = (text: string): string => JSON.stringify(text);
  const clusters = (parent: string | null, indent: string): string[] => [
    ...dag.tasks
      .filter(({ groupId }) => groupId === parent)
      .map(({ taskId, displayName }) => `${indent}${quote(taskId)} [label=${quote(displayName ?? taskId)}];`),
    ...dag.groups
      .filter(({ parentId }) => parentId === parent)
      .flatMap(({ groupId, displayName }) => [
        `${indent}subgraph ${quote(`cluster_${groupId}`)} {`,
        `${indent}  label=${quote(displayName ?? groupId)};`,
        ...clusters(groupId, `${indent}  `),
        `${indent}}`,
      ]),
  ];
  const edges = dag.tasks.flatMap(({ taskId, upstream }) =>
    upstream.map((above) => `  ${quote(above)} -> ${quote(taskId)};`),
  );
  return `${[`digraph ${quote(dag.dagId)} {`, '  rankdir=LR;', '  node [shape=box, style=rounded];', ...clusters(null, '  '), ...edges, '}'].join('\n')}\n`;
}

/** The graph as a Mermaid flowchart, with a subgraph for each group. */
export function renderMermaid(dag: SerializedDag): string {
  const names = new Map<string, string>([
    ...dag.tasks.map(({ taskId }, index) => [`task ${taskId}`, `t${index}`] as const),
    ...dag.groups.map(({ groupId }, index) => [`group ${groupId}`, `g${index}`] as const),
  ]);
  const quote = (text: string): string => `"${text.replaceAll('"', '#quot;')}"`;
  const members = (parent: string | null, indent: string): string[] => [
    ...dag.tasks
      .filter(({ groupId }) => groupId === parent)
      .map(({ taskId, displayName }) => `${indent}${names.get(`task ${taskId}`)}[${quote(displayName ?? taskId)}]`),
    ...dag.groups
      .filter(({ parentId }) => parentId === parent)
      .flatMap(({ groupId, displayName }) => [
        `${indent}subgraph ${names.get(`group ${groupId}`)} [${quote(displayName ?? groupId)}]`,
        ...members(groupId, `${indent}  `),
        `${indent}end`,
      ]),
  ];
  const edges = dag.tasks.flatMap(({ taskId, upstream }) =>
    upstream.map((above) => `  ${names.get(`task ${above}`)} --> ${names.get(`task ${taskId}`)}`),
  );
  return `${['flowchart LR', ...members(null, '  '), ...edges].join('\n')}\n`;
}
