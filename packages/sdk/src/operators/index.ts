/** Tasks whose code is known: the author fills in the fields. */
export { addOperator, type FieldCheck, type OperatorDefinition } from './add-operator.ts';
export { type BashOptions, bash } from './bash.ts';
export type { Environment } from './command-environment.ts';
export { empty } from './empty.ts';
export { type HttpHeaders, type HttpMethod, type HttpOptions, type HttpResponse, http } from './http.ts';
export { type ProcessOptions, process } from './process.ts';
