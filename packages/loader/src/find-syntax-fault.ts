import { readFileSync } from 'node:fs';
import { transformSync } from 'oxc-transform';
import type { SourcePlace } from './errors.ts';
import { placeOf } from './source-place.ts';

/**
 * Where a file is not JavaScript or TypeScript, or null when it is.
 *
 * For plain JavaScript, which Node compiles without us: its error forgets the place when it is caught.
 */
export function findSyntaxFault(file: string): { readonly place: SourcePlace; readonly message: string } | null {
  const text = readFileSync(file, 'utf8');
  const sourceType = /\.c[jt]s$/.test(file) ? 'commonjs' : 'unambiguous';
  const fault = transformSync(file, text, { sourceType }).errors.find(({ severity }) => severity === 'Error');
  if (fault === undefined) return null;
  return { place: placeOf(file, text, fault.labels[0]?.start ?? 0), message: fault.message };
}
