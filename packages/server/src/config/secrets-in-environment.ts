import type { SecretsInEnvironment } from '@tradewind/api-server';

const VARIABLE = 'TRADEWIND_VAR_';
const CONNECTION = 'TRADEWIND_CONN_';

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
