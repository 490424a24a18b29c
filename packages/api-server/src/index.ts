export { createApi } from './create-api.ts';
export * from './execution/index.ts';
export { HttpProblem } from './http/http-problem.ts';
export { anonymous, type Caller, type PermissionKey } from './identity/caller.ts';
export { createIdentity, type Identity } from './identity/identity.ts';
export { createFirstAdmin, type FirstAdmin } from './identity/operations/create-first-admin.ts';
export * from './operations/index.ts';
export type { ApiParts, Authenticator, ConfigReport, Explained, TaskInstanceTarget } from './ports.ts';
