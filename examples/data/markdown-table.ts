/** Rows as a table in Markdown, with the names of the fields as its head. */
export function markdownTable(rows: readonly object[]): string {
  if (rows.length === 0) return 'None.';
  const head = Object.keys(rows[0]!);
  const lines = [head, head.map(() => '---'), ...rows.map((row) => Object.values(row).map(String))];
  return lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}
