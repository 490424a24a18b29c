export { createApi } from './create-api.ts';
export { HttpProblem } from './http/http-problem.ts';
export { anonymous, type Caller, type PermissionKey } from './identity/caller.ts';
export * from './operations/index.ts';
export type { ApiParts, Authenticator, Explained, TaskInstanceTarget } from './ports.ts';
