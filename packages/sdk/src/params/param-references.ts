import { REFERENCE } from '../brands.ts';
import { OptionInvalidError } from '../errors.ts';
import type { DagIdentity, Reference } from '../wiring/reference.ts';
import type { DeclaredParams } from './declared-params.ts';

/** The params of a run while the DAG is declared: each stands for a value that exists when the DAG runs. */
export type ParamReferences<Params> = string extends keyof Params
  ? Record<never, never>
  : { readonly [Name in keyof Params & string]: Reference<Params[Name]> };

/**
 * References to the params of `dag`, by name.
 *
 * Asking for one that the schema does not have throws an `OptionInvalidError`, unless the schema leaves its names open.
 */
export function paramReferences(
  dag: DagIdentity,
  params: DeclaredParams | null,
): { readonly [name: string]: Reference<unknown> } {
  const properties = params?.jsonSchema['properties'];
  const names = typeof properties === 'object' && properties !== null ? Object.keys(properties) : [];
  return new Proxy(
    {},
    {
      get(_, name) {
        if (typeof name === 'symbol') return undefined;
        if (!names.includes(name)) throw unknownParam(dag.dagId, name, names);
        return new ParamReference(dag, [name]);
      },
      ownKeys: () => names,
      getOwnPropertyDescriptor: (_, name) =>
        names.includes(String(name))
          ? { enumerable: true, configurable: true, value: new ParamReference(dag, [String(name)]) }
          : undefined,
    },
  );
}

class ParamReference implements Reference<{ readonly [field: string]: unknown }> {
  readonly [REFERENCE]: Reference<{ readonly [field: string]: unknown }>[typeof REFERENCE];

  constructor(dag: DagIdentity, path: readonly string[]) {
    this[REFERENCE] = { taskId: null, dag, path };
  }

  get(field: string | number): Reference<unknown> {
    const { dag, path } = this[REFERENCE];
    return new ParamReference(dag, [...path, String(field)]);
  }
}

function unknownParam(dagId: string, name: string, names: readonly string[]): OptionInvalidError {
  const known = names.length === 0 ? 'it declares none' : `it has ${names.map((each) => `"${each}"`).join(', ')}`;
  return new OptionInvalidError(`DAG "${dagId}"`, [`it has no param "${name}": ${known}`]);
}
