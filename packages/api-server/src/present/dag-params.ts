import type { Json, JsonObject } from '@tradewind/model';

/** Params in Airflow's shape, `{ name: { value, description, schema } }`; `value` is the default. */
export function presentParams(schema: JsonObject | null): Record<string, unknown> {
  const properties = (schema?.['properties'] ?? {}) as Readonly<Record<string, JsonObject>>;
  return Object.fromEntries(Object.entries(properties).map(([name, property]) => [name, presentParam(property)]));
}

function presentParam({ default: value = null, ...schema }: Readonly<Record<string, Json>>): Record<string, unknown> {
  return { value, description: schema['description'] ?? null, schema };
}
