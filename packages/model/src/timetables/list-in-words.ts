/** `'a'`, `'a and b'`, `'a, b and c'`. */
export function listOf(items: readonly string[]): string {
  if (items.length < 2) return items.join();
  return `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`;
}

/** `'1st'`, `'2nd'`, `'3rd'`, `'11th'`, `'22nd'`. */
export function ordinalOf(value: number): string {
  const isTeen = value % 100 >= 11 && value % 100 <= 13;
  const suffixes: readonly (string | undefined)[] = isTeen ? [] : ['th', 'st', 'nd', 'rd'];
  return `${value}${suffixes[value % 10] ?? 'th'}`;
}

/** Each of ascending values in words, where three and more in a row become one item: `'1'`, `'5 to 9'`. */
export function runsInWords(values: readonly number[], inWords: (value: number) => string): string[] {
  const items: string[] = [];
  let start = 0;
  values.forEach((value, index) => {
    if (values[index + 1] === value + 1) return;
    const run = values.slice(start, index + 1).map(inWords);
    if (run.length < 3) items.push(...run);
    else items.push(`${run[0]} to ${run.at(-1)}`);
    start = index + 1;
  });
  return items;
}
