export interface User {
  readonly username: string;
  readonly email: string | null;
  readonly firstName: string;
  readonly lastName: string;
  readonly isActive: boolean;
  readonly roles: readonly string[];
  readonly lastSignInAt: number | null;
}

export interface NewUser {
  readonly username: string;
  readonly email: string | null;
  readonly firstName: string;
  readonly lastName: string;
  readonly roles: readonly string[];
  /** Null: one is made. */
  readonly password: string | null;
}

export interface Permission {
  readonly action: string;
  readonly resource: string;
}

export interface Role {
  readonly name: string;
  readonly description: string;
  readonly isBuiltIn: boolean;
  readonly userCount: number;
  readonly permissions: readonly Permission[];
}

/** Who may sign in, and what they may do. */
export interface PeoplePort {
  listUsers(): Promise<readonly User[]>;
  /** Returns the password when it was made: nobody will see it again. */
  createUser(user: NewUser): Promise<string | null>;
  deleteUser(username: string): Promise<void>;
  /** As `createUser`; signs the user out everywhere. */
  resetPassword(username: string, password: string | null): Promise<string | null>;
  addRole(username: string, role: string): Promise<void>;
  removeRole(username: string, role: string): Promise<void>;
  listRoles(): Promise<readonly Role[]>;
  createRole(role: Pick<Role, 'name' | 'description' | 'permissions'>): Promise<void>;
  deleteRole(name: string): Promise<void>;
  addPermissions(role: string, permissions: readonly Permission[]): Promise<void>;
  removePermissions(role: string, permissions: readonly Permission[]): Promise<void>;
}
