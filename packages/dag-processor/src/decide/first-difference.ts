/** Where two values of JSON differ first. */
import type { Json } from '@tradewind/model';

export interface Difference {
  /** As one would write it in code: `tasks["load"].retry.retries`. */
  readonly path: string;
  /** Undefined where it is not there. */
  readonly before: Json | undefined;
  readonly after: Json | undefined;
}

/** Depth first, in the order of the names. Null when they are the same, whatever the order of their names. */
export function firstDifference(before: Json | undefined, after: Json | undefined, path = ''): Difference | null {
  if (!isTree(before) || !isTree(after) || Array.isArray(before) !== Array.isArray(after))
    return Object.is(before, after) ? null : { path, before, after };
  const [left, right] = [branchesOf(before), branchesOf(after)];
  for (const name of [...new Set([...left.keys(), ...right.keys()])].sort()) {
    const found = firstDifference(left.get(name), right.get(name), `${path}${name}`);
    if (found !== null) return { ...found, path: found.path.replace(/^\./, '') };
  }
  return null;
}

function isTree(value: Json | undefined): value is { readonly [name: string]: Json } | readonly Json[] {
  return typeof value === 'object' && value !== null;
}

/** The parts of a tree, by what leads to them. Tasks go by their id, since one more moves all after it. */
function branchesOf(tree: { readonly [name: string]: Json } | readonly Json[]): ReadonlyMap<string, Json> {
  if (!Array.isArray(tree)) return new Map(Object.entries(tree).map(([name, value]) => [`.${name}`, value]));
  return new Map(tree.map((item: Json, index) => [`[${JSON.stringify(idOf(item) ?? index)}]`, item]));
}

function idOf(item: Json): Json | undefined {
  return isTree(item) && !Array.isArray(item) ? (item as { readonly [name: string]: Json })['taskId'] : undefined;
}
