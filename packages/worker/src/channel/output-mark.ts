/** The line that ends an attempt's part of a raw output stream. It begins with a character that nobody prints. */
import type { AttemptId } from '@tradewind/model';

const PREFIX = '\u0000tradewind:end:';

/** May stand behind an unfinished line. */
export function encodeOutputMark(attemptId: AttemptId): string {
  return `${PREFIX}${attemptId}\n`;
}

/** What stands in a line before a mark, and whose mark it is; null when the line holds none. */
export function readOutputMark(line: string): { readonly before: string; readonly attemptId: AttemptId } | null {
  const at = line.indexOf(PREFIX);
  if (at === -1) return null;
  return { before: line.slice(0, at), attemptId: line.slice(at + PREFIX.length) as AttemptId };
}
