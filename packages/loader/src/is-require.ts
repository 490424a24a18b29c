/** True when the conditions of a hook are those of `require`. Node 22 hands them over as a set, later ones as an array. */
export function isRequire(conditions: Iterable<string> | undefined): boolean {
  return new Set(conditions).has('require');
}
