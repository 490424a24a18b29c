import { evaluate } from './evaluate-expression.ts';
import { parseTemplate } from './parse-template.ts';
import { showValue } from './show-value.ts';
import type { TemplateSource } from './template.ts';

/**
 * A text with `{{ names }}`; null when it has none.
 *
 * @throws {TemplateInvalidError} and {TemplateNameUnknownError} when it cannot be read.
 */
export function textTemplate(text: string, field: string): TemplateSource | null {
  const parts = parseTemplate(text, field);
  if (parts.every((part) => typeof part === 'string')) return null;
  return {
    text,
    async render(context, rendered) {
      const texts: string[] = [];
      for (const part of parts) {
        texts.push(typeof part === 'string' ? part : showValue(await evaluate(part, context, rendered)));
      }
      return texts.join('');
    },
  };
}
