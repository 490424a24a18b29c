/**
 * The seam to whoever knows the people: our own users, a directory, an identity provider.
 *
 * A manager proves who somebody is and gives the user in our database that stands for them; what users may do is not its
 * business. A manager of another directory creates that user when it sees somebody for the first time, and sets its roles.
 *
 * To write one: implement `signIn` for the credentials that you understand and answer `refused` to all others; set
 * `pages` when people sign in elsewhere. `local-auth-manager.ts` is the example, and `fixtures/test-auth-manager.ts` tests any.
 */
import type { UserId } from '@tradewind/model';

/** What somebody shows to prove who they are. */
export type Credentials =
  | { readonly kind: 'password'; readonly username: string; readonly password: string }
  /** What an identity provider sent back with the browser: the query of the callback. */
  | { readonly kind: 'callback'; readonly query: Readonly<Record<string, string>> }
  /** The value of an `Authorization: Negotiate` header. */
  | { readonly kind: 'negotiate'; readonly token: string };

export interface SignInAttempt {
  readonly credentials: Credentials;
  /** From where, for limits and for the record. */
  readonly address: string;
}

export type SignInOutcome =
  | {
      readonly kind: 'signed_in';
      readonly userId: UserId;
      readonly username: string;
      readonly tokenGeneration: number;
    }
  /** Deliberately without a reason that helps to guess. */
  | { readonly kind: 'refused' }
  | { readonly kind: 'throttled'; readonly retryAfterMs: number };

export interface AuthManager {
  /** For logs and the sign-in page: `local`, `ldap`, `oidc`. */
  readonly name: string;
  /** Whether people can type a password into our own page. */
  readonly takesPasswords: boolean;
  /** Pages elsewhere that the browser is sent to; null: our own. */
  readonly pages: {
    signIn(next: string): string;
    signOut(): string;
  } | null;
  signIn(attempt: SignInAttempt): Promise<SignInOutcome>;
}
