/**
 * The file that keeps the tokens of servers, by their addresses.
 *
 * Invariants
 * 1. Nobody but its owner can read it (600), and nobody else can put another one in its place (its folder has 700).
 * 2. A file that others can reach is not used at all: what is in it may be known, or come from others.
 * 3. It is replaced as a whole: whoever reads it sees the old one or the new one.
 */
import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { CredentialsUnreadableError, CredentialsUnsafeError } from '../errors.ts';

export interface StoredToken {
  readonly token: string;
  readonly username: string;
  /** ISO 8601; null when the token says nothing of its end. */
  readonly expiresAt: string | null;
}

/** Permissions mean something. */
const HAS_MODES = process.platform !== 'win32';
const BY_OTHERS = 0o077;
const CHANGED_BY_OTHERS = 0o022;

/** Null when there is none for this address. @throws {CredentialsUnsafeError | CredentialsUnreadableError} */
export async function findToken(path: string, address: string): Promise<StoredToken | null> {
  return (await readAll(path))[address] ?? null;
}

/** @throws {CredentialsUnsafeError | CredentialsUnreadableError} */
export async function saveToken(path: string, address: string, token: StoredToken): Promise<void> {
  const folder = dirname(path);
  await mkdir(folder, { recursive: true, mode: 0o700 }).catch((error: unknown) => fail(path, error));
  await writeAll(path, { ...(await readAll(path)), [address]: token });
}

/** False when there was none. @throws {CredentialsUnsafeError | CredentialsUnreadableError} */
export async function removeToken(path: string, address: string): Promise<boolean> {
  const { [address]: removed, ...others } = await readAll(path);
  if (removed === undefined) return false;
  await writeAll(path, others);
  return true;
}

type Tokens = Readonly<Record<string, StoredToken>>;

async function readAll(path: string): Promise<Tokens> {
  try {
    await refuseOpenOnes(path);
    return tokensOf(path, await readFile(path, 'utf8'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    return fail(path, error);
  }
}

/** @throws {CredentialsUnsafeError} */
async function refuseOpenOnes(path: string): Promise<void> {
  if (!HAS_MODES) return;
  const folder = dirname(path);
  if (((await stat(folder)).mode & CHANGED_BY_OTHERS) !== 0)
    throw new CredentialsUnsafeError(path, `chmod 700 ${folder}`);
  if (((await stat(path)).mode & BY_OTHERS) !== 0) throw new CredentialsUnsafeError(path, `chmod 600 ${path}`);
}

function tokensOf(path: string, text: string): Tokens {
  const content = parsed(path, text);
  const { servers } = content as { readonly servers?: unknown };
  const entries = typeof servers === 'object' && servers !== null ? Object.values(servers) : [null];
  if (entries.every(isToken)) return servers as Tokens;
  throw new CredentialsUnreadableError(path, 'it holds something else than tokens by the addresses of servers');
}

function parsed(path: string, text: string): unknown {
  try {
    return JSON.parse(text) ?? {};
  } catch {
    // The parser's message would quote the text, and with it a token.
    throw new CredentialsUnreadableError(path, 'it is no JSON');
  }
}

function isToken(value: unknown): boolean {
  const { token, username, expiresAt } = (value ?? {}) as Readonly<Record<string, unknown>>;
  const isEnd = expiresAt === null || typeof expiresAt === 'string';
  return typeof token === 'string' && typeof username === 'string' && isEnd;
}

async function writeAll(path: string, servers: Tokens): Promise<void> {
  const draft = `${path}.${randomUUID()}`;
  try {
    await writeFile(draft, `${JSON.stringify({ servers }, null, 2)}\n`, { flag: 'wx', mode: 0o600, flush: true });
    await rename(draft, path);
  } catch (error) {
    await rm(draft, { force: true });
    fail(path, error);
  }
}

function fail(path: string, error: unknown): never {
  if (error instanceof CredentialsUnsafeError || error instanceof CredentialsUnreadableError) throw error;
  const { code, message } = error as NodeJS.ErrnoException;
  const reason = code === 'EACCES' || code === 'EPERM' ? 'it is not permitted' : message;
  throw new CredentialsUnreadableError(path, reason, error);
}
