/** Resources as people write them: `Pools`, or one DAG as `DAG:sales`, and its runs as `DAG Run:sales`. */
import { ACTIONS, RESOURCES, type Resource } from '@tradewind/contract';
import { DAG_ACCESS_ACTIONS, type DagAccessResource, type DagId, didYouMean, isValidId } from '@tradewind/model';

export interface NamedResource {
  readonly resource: Resource;
  /** Null: all of that kind. */
  readonly dagId: DagId | null;
}

const DAG_PREFIXES: Readonly<Record<string, Resource>> = { 'DAG:': 'DAGs', 'DAG Run:': 'DAG Runs' };

/** Other names that Airflow has for some, so that its roles can be taken over. */
const ALIASES: Readonly<Record<string, Resource>> = { ImportError: 'Import Errors', 'Permission Views': 'Permissions' };

/** Null when there is no such resource. */
export function readResource(text: string): NamedResource | null {
  if ((RESOURCES as readonly string[]).includes(text)) return { resource: text as Resource, dagId: null };
  const alias = ALIASES[text];
  if (alias !== undefined) return { resource: alias, dagId: null };
  for (const [prefix, resource] of Object.entries(DAG_PREFIXES)) {
    const dagId = text.slice(prefix.length);
    if (text.startsWith(prefix) && isValidId(dagId)) return { resource, dagId: dagId as DagId };
  }
  return null;
}

/** What is wrong with a permission as it was given; null when nothing is. */
export function faultOfPermission({
  action,
  resource,
}: {
  readonly action: string;
  readonly resource: string;
}): string | null {
  if (!(ACTIONS as readonly string[]).includes(action))
    return `there is no action "${action}".${didYouMean(action, ACTIONS) || ` There are ${ACTIONS.join(', ')}.`}`;
  const named = readResource(resource);
  if (named === null)
    return `there is no resource "${resource}".${didYouMean(resource, RESOURCES) || ' A single DAG is written "DAG:<id>", and its runs "DAG Run:<id>".'}`;
  const actions: readonly string[] = DAG_ACCESS_ACTIONS[named.resource as DagAccessResource] ?? [];
  if (named.dagId !== null && !actions.includes(action))
    return `"${resource}" can be given ${actions.join(', ')}, not ${action}`;
  return null;
}
