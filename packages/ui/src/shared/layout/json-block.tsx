import { Code } from '@mantine/core';

/** A value as JSON. */
export function JsonBlock({ value, label }: { readonly value: unknown; readonly label: string }) {
  return (
    <Code block aria-label={label} style={{ maxHeight: 420, overflow: 'auto', whiteSpace: 'pre-wrap' }}>
      {typeof value === 'string' ? value : JSON.stringify(value, null, 2)}
    </Code>
  );
}
