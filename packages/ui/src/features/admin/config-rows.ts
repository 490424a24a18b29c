import type { AnswerOf, getConfig } from '@tradewind/contract';

export interface ConfigRow {
  /** `section.option`. */
  readonly name: string;
  readonly value: string;
  /** Where it was set; null where the server does not say. */
  readonly source: string | null;
}

/** The options of all sections, one a row. */
export function configRows({ sections }: AnswerOf<typeof getConfig>): readonly ConfigRow[] {
  return sections.flatMap(({ name, options }) =>
    options.map(({ key, value }) => ({
      name: `${name}.${key}`,
      value: typeof value === 'string' ? value : (value[0] ?? ''),
      source: typeof value === 'string' ? null : (value[1] ?? null),
    })),
  );
}

/** Those that hold the text in their name or value, and of those perhaps only what is no default. */
export function filterConfig(
  rows: readonly ConfigRow[],
  text: string | undefined,
  isChangedOnly: boolean,
): readonly ConfigRow[] {
  const sought = text?.toLowerCase() ?? '';
  return rows.filter(
    ({ name, value, source }) =>
      `${name} ${value}`.toLowerCase().includes(sought) && (!isChangedOnly || source !== 'default'),
  );
}
