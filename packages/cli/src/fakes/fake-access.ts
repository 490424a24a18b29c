import { ApiError, createTokenCli } from '@tradewind/contract';
import { SignInNeededError } from '../errors.ts';
import type { AccessPort, SignedIn, TokenSource } from '../ports/access-port.ts';

/** A server with one user, `kim` with the password `correct horse`, and one token, `twp_good`. */
export class FakeAccess implements AccessPort {
  readonly url: string;
  readonly file = '/home/kim/.config/tradewind/credentials.json';
  expiresAt: number | null = null;
  kept: string | null = null;
  given: { readonly token: string; readonly source: Exclude<TokenSource, 'file'> } | null = null;

  constructor(url = 'https://tradewind.example') {
    this.url = url;
  }

  async tokenSource(): Promise<TokenSource | null> {
    return this.given?.source ?? (this.kept === null ? null : 'file');
  }

  async signIn({ username, password }: { readonly username: string; readonly password: string }): Promise<SignedIn> {
    if (username !== 'kim' || password !== 'correct horse')
      throw new ApiError(createTokenCli, 401, '{"detail":"Invalid credentials"}');
    return this.keepToken('twp_good');
  }

  async keepToken(token: string): Promise<SignedIn> {
    const signedIn = this.#identify(token);
    this.kept = token;
    return signedIn;
  }

  async identify(): Promise<SignedIn> {
    return this.#identify(this.given?.token ?? this.kept);
  }

  async signOut(): Promise<boolean> {
    const had = this.kept !== null;
    this.kept = null;
    return had;
  }

  #identify(token: string | null): SignedIn {
    if (token !== 'twp_good')
      throw new SignInNeededError(this.url, { hasToken: token !== null, reason: 'The token is not valid.' });
    return { username: 'kim', roles: ['Op'], expiresAt: this.expiresAt, isLoginRequired: true };
  }
}
