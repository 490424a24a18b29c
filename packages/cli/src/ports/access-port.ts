/** Who somebody is for a server. */
export interface SignedIn {
  readonly username: string;
  readonly roles: readonly string[];
  /** Milliseconds since the epoch; null: the token says nothing of its end. */
  readonly expiresAt: number | null;
  /** False: the server asks nobody who they are. */
  readonly isLoginRequired: boolean;
}

/** Where the token comes from that is shown to a server. */
export type TokenSource = 'environment' | 'configuration' | 'file';

/** Signing in to a server, and what is kept of it on this machine. */
export interface AccessPort {
  /** The address of the server. */
  readonly url: string;
  /** Where tokens are kept. */
  readonly file: string;
  /** From where the token comes that commands show; null when there is none. @throws {CredentialsUnsafeError} */
  tokenSource(): Promise<TokenSource | null>;
  /** Keeps a token for a name and a password. @throws {ApiError} when they are wrong. */
  signIn(credentials: { readonly username: string; readonly password: string }): Promise<SignedIn>;
  /** Keeps a token that was made elsewhere. @throws {SignInNeededError} when the server refuses it. */
  keepToken(token: string): Promise<SignedIn>;
  /** Who the one is that commands speak for. @throws {SignInNeededError} */
  identify(): Promise<SignedIn>;
  /** Forgets the token that was kept, and ends its session. False when there was none. */
  signOut(): Promise<boolean>;
}
