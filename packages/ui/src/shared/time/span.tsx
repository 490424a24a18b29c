import { formatSpan, readInstant } from './format-time.ts';
import { useNow } from './now.ts';

interface SpanProps {
  readonly from: string | null | undefined;
  /** Null: it is not over, and the span ticks. */
  readonly to: string | null | undefined;
}

/** How long something took, or has taken so far. */
export function Span({ from, to }: SpanProps) {
  const start = readInstant(from);
  const end = readInstant(to);
  if (start === null) return '–';
  return end === null ? <RunningSpan start={start} /> : formatSpan(end - start);
}

function RunningSpan({ start }: { readonly start: number }) {
  return formatSpan(Math.max(0, useNow() - start));
}
