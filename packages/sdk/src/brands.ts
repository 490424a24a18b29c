/**
 * How the parts of a DAG are recognised.
 *
 * A DAG file brings its own copy of the SDK, a provider may bring another, and the worker has a third. So nothing is
 * recognised by its class: every kind of object carries a property whose key is a symbol of the shared registry.
 */
export const REFERENCE: unique symbol = Symbol.for('tradewind.reference');
export const HANDLE: unique symbol = Symbol.for('tradewind.handle');
export const GROUP: unique symbol = Symbol.for('tradewind.group');
export const DAG: unique symbol = Symbol.for('tradewind.dag');
export const SCHEDULE: unique symbol = Symbol.for('tradewind.schedule');
export const TEMPLATE: unique symbol = Symbol.for('tradewind.template');
export const STEERING: unique symbol = Symbol.for('tradewind.steering');

/** Whether `value` is an object or function that carries the brand. */
export function isBranded(value: unknown, brand: symbol): boolean {
  return ((typeof value === 'object' && value !== null) || typeof value === 'function') && brand in value;
}
