import { TEMPLATE } from '../brands.ts';
import type { Template } from './template.ts';

/**
 * A text that is taken as it is, although it looks like a template.
 *
 * @example
 * dag('braces', {}, () => bash('show', { command: literal('echo "{{ not a template }}"') }));
 */
export function literal(text: string): Template {
  return { [TEMPLATE]: { text, render: () => text } };
}
