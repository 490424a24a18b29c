import type { Styles } from '../output/styles.ts';
import type { DrawnNode } from './draw-graph.ts';

/**
 * A graph as an indented tree: each task below the last of its upstream tasks, with the others named behind it.
 *
 * For graphs that are too wide to draw. `nodes` come after all of their upstream nodes.
 */
export function renderTree(nodes: readonly DrawnNode[], styles: Styles): readonly string[] {
  const depth = new Map<string, number>();
  const parentOf = new Map<string, string>();
  for (const { id, upstream } of nodes) {
    const parent = deepest(upstream, depth);
    depth.set(id, parent === null ? 0 : depth.get(parent)! + 1);
    if (parent !== null) parentOf.set(id, parent);
  }
  const children = Map.groupBy(nodes, ({ id }) => parentOf.get(id) ?? null);
  return (children.get(null) ?? []).flatMap((root) => branch(root, '', ''));

  function branch(node: DrawnNode, first: string, rest: string): readonly string[] {
    const others = node.upstream.filter((id) => id !== parentOf.get(node.id));
    const note = others.length === 0 ? '' : styles.dim(` (also after ${others.join(', ')})`);
    const below = children.get(node.id) ?? [];
    const lines = below.flatMap((child, index) =>
      index === below.length - 1
        ? branch(child, `${rest}╰─ `, `${rest}   `)
        : branch(child, `${rest}├─ `, `${rest}│  `),
    );
    return [`${styles.dim(first)}${node.label}${note}`, ...lines];
  }
}

/** The one that stands furthest to the right; of several the last. */
function deepest(ids: readonly string[], depth: ReadonlyMap<string, number>): string | null {
  let found: string | null = null;
  for (const id of ids) if (found === null || depth.get(id)! >= depth.get(found)!) found = id;
  return found;
}
