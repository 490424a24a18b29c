/** Tasks whose code is known: the author fills in the fields. */
export { addOperator, type FieldCheck, type OperatorDefinition } from './add-operator.ts';
export { empty } from './empty.ts';
