/** How large a value of a request is, as far as anybody wants to know. */

export interface ValueLimits {
  /** Keys and items of all depths. */
  readonly parts: number;
  /** Of texts and keys together. */
  readonly letters: number;
}

/** Whether `value` has at most so many parts and letters. Looks no further than that, however large it is. */
export function isWithin(value: unknown, limits: ValueLimits): boolean {
  let { parts, letters } = limits;
  const waiting: unknown[] = [value];
  while (waiting.length > 0) {
    const one = waiting.pop();
    if (typeof one === 'string') letters -= one.length;
    if (typeof one === 'object' && one !== null)
      for (const key in one) {
        parts -= 1;
        letters -= key.length;
        if (parts < 0) return false;
        waiting.push((one as Record<string, unknown>)[key]);
      }
    if (letters < 0) return false;
  }
  return true;
}
