export { createApi } from './create-api.ts';
export * from './execution/index.ts';
export { type Change, changeWith } from './http/change.ts';
export { HttpProblem } from './http/http-problem.ts';
export { anonymous, type Caller, type PermissionKey } from './identity/caller.ts';
export { createIdentity, type Identity } from './identity/identity.ts';
export { createFirstAdmin, type FirstAdmin } from './identity/operations/create-first-admin.ts';
export {
  allPermissionsOf,
  createRole,
  editRole,
  removeRole,
  requireRole,
} from './identity/operations/role-operations.ts';
export { createUser, editUser, removeUser, requireUser, resetPassword } from './identity/operations/user-operations.ts';
export { generatePassword } from './identity/passwords/generate-password.ts';
export { passwordHasher } from './identity/passwords/password-hash.ts';
export * from './operations/index.ts';
export type { ApiParts, Authenticator, ConfigReport, DagSources, Explained, TaskInstanceTarget } from './ports.ts';
