import type { JsonObject } from '../json.ts';

/**
 * `value` with the defaults of the schema's properties in place of fields that are missing, also inside nested objects.
 *
 * An object that is missing as a whole, and has no default of its own, stays missing.
 */
export function withDefaults(schema: JsonObject, value: JsonObject): JsonObject {
  const properties = schema['properties'];
  if (!isObject(properties)) return value;
  const filled: { [name: string]: JsonObject[string] } = { ...value };
  for (const [name, property] of Object.entries(properties)) {
    if (!isObject(property)) continue;
    const field = filled[name];
    if (field === undefined) {
      if (property['default'] !== undefined) filled[name] = structuredClone(property['default']);
    } else if (isObject(field)) filled[name] = withDefaults(property, field);
  }
  return filled;
}

function isObject(value: JsonObject[string] | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
