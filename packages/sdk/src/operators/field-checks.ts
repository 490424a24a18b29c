import { describeValue } from '../describe-value.ts';
import { isTemplate } from '../templates/template.ts';
import { isPlainObject } from '../wiring/is-plain-object.ts';
import { isReference } from '../wiring/reference.ts';
import type { FieldCheck } from './add-operator.ts';

const isLater = (value: unknown): boolean => typeof value === 'function' || isReference(value) || isTemplate(value);

const isText = (value: unknown): boolean => typeof value === 'string' || isLater(value);

/** A text, or what becomes one. */
export const textField: FieldCheck = (value) => (isText(value) ? null : `a text, got: ${describeValue(value)}`);

/** An object whose values are texts, or what becomes one. */
export const textsByNameField: FieldCheck = (value) =>
  isPlainObject(value) && Object.values(value).every(isText)
    ? null
    : `an object of texts, got: ${describeValue(value)}`;

/** A list of at least one text, or what becomes one. */
export const textListField: FieldCheck = (value) =>
  Array.isArray(value) && value.length > 0 && value.every(isText)
    ? null
    : `a list of one text or more, got: ${describeValue(value)}`;
