import type { TransformResult } from 'oxc-transform';

/** `@name` or `@(` where a class or a member may begin; also true of such a line inside of a template string. */
const DECORATOR = /^[\t ]*(?:export (?:default )?)?@[\p{ID_Start}_$(]/mu;
const ACCESSOR = /\baccessor (?:static )?[\p{ID_Start}_$#['"]/u;

/**
 * The part of the language that oxc left untransformed in its result, in words, or null.
 *
 * A false answer "unsupported" is harmless: swc transforms everything, only not as quickly.
 */
export function findUnsupported({ code, errors }: TransformResult): string | null {
  if (code.includes('@') && DECORATOR.test(code)) {
    return 'standard decorators (or legacy ones without "experimentalDecorators" in tsconfig.json)';
  }
  if (code.includes('accessor ') && ACCESSOR.test(code)) return 'an accessor field';
  if (errors.some(({ message }) => message.includes('amespace'))) return 'a namespace that exports a variable';
  return null;
}
