const VARIABLE = 'TRADEWIND_VAR_';
const CONNECTION = 'TRADEWIND_CONN_';

/** Variables and connections that the environment gives. They go before those of the database. */
export interface SecretsInEnvironment {
  /** The value of `TRADEWIND_VAR_<KEY>`, the key in upper case; null when it is not there. */
  findVariable(key: string): string | null;
  /** The URI or JSON of `TRADEWIND_CONN_<ID>`, the id in upper case; null when it is not there. */
  findConnection(connectionId: string): string | null;
}

/** Reads `TRADEWIND_VAR_<KEY>` and `TRADEWIND_CONN_<ID>`; any character beside letters and digits is `_` in there. */
export function secretsInEnvironment(
  environment: Readonly<Record<string, string | undefined>> = process.env,
): SecretsInEnvironment {
  return {
    findVariable: (key) => environment[VARIABLE + upperSnakeCase(key)] ?? null,
    findConnection: (connectionId) => environment[CONNECTION + upperSnakeCase(connectionId)] ?? null,
  };
}

function upperSnakeCase(name: string): string {
  return name.toUpperCase().replace(/[^A-Z0-9]/g, '_');
}
