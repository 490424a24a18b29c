/** The fields of a body that are meant: those that `update_mask` names, or else all that are there. */
export function masked<Body extends object>(body: Body, mask: readonly string[] | undefined): Partial<Body> {
  const names = mask?.flatMap((one) => one.split(',')).map((one) => one.trim());
  if (names === undefined || names.length === 0) return body;
  return Object.fromEntries(Object.entries(body).filter(([name]) => names.includes(name))) as Partial<Body>;
}
