import { ApiError, createTokenCli, getMe, logout } from '@tradewind/contract';
import { ServerMistakenError, ServerUnreachableError, SignInNeededError } from '../errors.ts';
import type { AccessPort, SignedIn, TokenSource } from '../ports/access-port.ts';
import type { Server } from '../remote/server.ts';
import { findToken, removeToken, saveToken } from './credentials-file.ts';

export interface ServerAccessParts {
  readonly url: string;
  /** The file of tokens. */
  readonly file: string;
  /** A token that the environment or the configuration gives, which goes before the file; null when there is none. */
  readonly given: { readonly token: string; readonly source: Exclude<TokenSource, 'file'> } | null;
  /** The server as it is for whoever has this token. */
  connect(token: string | null): Server;
}

export interface ServerAccess extends AccessPort {
  /** The token that commands show; null when nobody has signed in. */
  readToken(): Promise<string | null>;
}

export function serverAccess({ url, file, given, connect }: ServerAccessParts): ServerAccess {
  const readToken = async (): Promise<string | null> => given?.token ?? (await findToken(file, url))?.token ?? null;
  const identify = async (token: string | null): Promise<SignedIn> => {
    const me = await connect(token).client.call(getMe);
    return {
      username: me.username,
      roles: me.roles,
      expiresAt: me.session_expires_at === null ? null : Date.parse(me.session_expires_at),
      isLoginRequired: me.login_required,
    };
  };
  const keep = async (token: string): Promise<SignedIn> => {
    const signedIn = await identify(token);
    const { username, expiresAt } = signedIn;
    await saveToken(file, url, {
      token,
      username,
      expiresAt: expiresAt === null ? null : new Date(expiresAt).toISOString(),
    });
    return signedIn;
  };
  return {
    url,
    file,
    readToken,
    async tokenSource() {
      if (given !== null) return given.source;
      return (await findToken(file, url)) === null ? null : 'file';
    },
    async signIn(credentials) {
      const { access_token: token } = await connect(null).client.call(createTokenCli, { body: credentials });
      return keep(token);
    },
    keepToken: keep,
    identify: async () => identify(await readToken()),
    async signOut() {
      const stored = await findToken(file, url);
      if (stored === null) return false;
      await removeToken(file, url);
      await endSession(connect(stored.token));
      return true;
    },
  };
}

/** As well as it can be done: what is forgotten is forgotten, whether the server is there or not. */
async function endSession(server: Server): Promise<void> {
  try {
    await server.client.call(logout);
  } catch (error) {
    // Browsers are sent on to the page on which one signs in.
    const isDone = error instanceof ServerMistakenError || error instanceof SignInNeededError;
    if (!isDone && !(error instanceof ServerUnreachableError) && !(error instanceof ApiError)) throw error;
  }
}
