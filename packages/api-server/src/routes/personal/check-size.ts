import { badField } from '../../http/http-problem.ts';

/** Letters of JSON at most. */
const LARGEST = 65_536;

/** @throws {HttpProblem} 422, when `value` is larger than what one person may keep in one place. */
export function checkSize(loc: readonly string[], value: unknown): void {
  const size = JSON.stringify(value).length;
  if (size > LARGEST) throw badField(loc, `Input should have at most ${LARGEST} letters of JSON, got: ${size}`, null);
}
