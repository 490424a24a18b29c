/** Text that YAML would read as something else, or not as one line. */
const NEEDS_QUOTES = /^$|^[\s\-?:,[\]{}#&*!|>'"%@`]|^[+.\d]|[:#]\s|\s#|:$|\s$|[\p{Cc}\u2028\u2029\ufeff]/u;
const WORDS = /^(y|n|yes|no|on|off|true|false|null|~|\.nan|[-+]?\.inf)$/i;

/** A JSON value as YAML 1.2 in block style. */
export function renderYaml(value: unknown): string {
  return `${lines(value).join('\n')}\n`;
}

function lines(value: unknown): string[] {
  if (Array.isArray(value) && value.length > 0) return value.flatMap((item) => indented(lines(item), '- '));
  const entries = entriesOf(value);
  if (entries === null || entries.length === 0) return [scalar(value)];
  return entries.flatMap(([key, item]) => {
    const name = `${scalar(key)}:`;
    if (!isBlock(item)) return [`${name} ${scalar(item)}`];
    return [name, ...indented(lines(item), '  ')];
  });
}

function entriesOf(value: unknown): readonly [string, unknown][] | null {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
  return Object.entries(value).filter(([, item]) => item !== undefined);
}

function isBlock(value: unknown): boolean {
  return Array.isArray(value) ? value.length > 0 : (entriesOf(value)?.length ?? 0) > 0;
}

function indented(block: readonly string[], first: string): string[] {
  return block.map((line, index) => (index === 0 ? first : '  ') + line);
}

function scalar(value: unknown): string {
  if (typeof value === 'string') return NEEDS_QUOTES.test(value) || WORDS.test(value) ? JSON.stringify(value) : value;
  return JSON.stringify(value) ?? 'null';
}
