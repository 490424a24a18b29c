/** Starting and ending sessions, with the record of both. */
import { type Database, revokeSession } from '@tradewind/store';
import type { FastifyRequest } from 'fastify';
import { type Change, changeWith } from '../../http/change.ts';
import { HttpProblem } from '../../http/http-problem.ts';
import { anonymous, type Caller } from '../../identity/caller.ts';
import { SignInBusyError } from '../../identity/errors.ts';
import type { Identity } from '../../identity/identity.ts';
import type { Session } from '../../identity/sessions/session-token.ts';
import type { SignInOutcome } from '../../identity/sign-in/auth-manager.ts';

export interface AuthParts {
  readonly database: Database;
  readonly identity: Identity;
  readonly now: () => number;
}

export interface SignInRequest {
  readonly request: FastifyRequest;
  readonly credentials: { readonly username: string; readonly password: string };
  readonly via: Caller['via'];
  /** @default that of sessions */
  readonly lifetimeMs?: number;
}

export interface StartedSession {
  readonly token: string;
  readonly session: Session;
  readonly username: string;
}

/** @throws {HttpProblem} 401 when name or password are wrong, 429 when they were wrong too often. */
export async function startSession(parts: AuthParts, asked: SignInRequest): Promise<StartedSession> {
  const { request, via, lifetimeMs } = asked;
  const { userId, username, tokenGeneration } = await provePassword(parts, asked);
  const lifetime = lifetimeMs === undefined ? {} : { lifetimeMs };
  const started = await parts.identity.sessions.issue({ userId, tokenGeneration, ...lifetime });
  await recordAs(parts, request, { ...anonymous, userId, name: username, via }, { event: 'sign_in' });
  return { ...started, username };
}

/** Whose password it is. @throws {HttpProblem} as `startSession` */
export async function provePassword(parts: AuthParts, { request, credentials, via }: SignInRequest): Promise<SignedIn> {
  const attempt = { credentials: { kind: 'password', ...credentials }, address: request.ip } as const;
  const outcome = await parts.identity.authManager.signIn(attempt).catch((error: unknown) => {
    if (error instanceof SignInBusyError) throw new HttpProblem(429, error.message, { 'retry-after': '5' });
    throw error;
  });
  if (outcome.kind === 'signed_in') return outcome;
  if (outcome.kind === 'throttled') {
    const seconds = Math.ceil(outcome.retryAfterMs / 1000);
    throw new HttpProblem(429, `Too many failed attempts to sign in. Try again in ${seconds} s.`, {
      'retry-after': String(seconds),
    });
  }
  const extra = credentials.username.slice(0, LONGEST_NAME_ON_RECORD);
  await recordAs(parts, request, { ...anonymous, via }, { event: 'sign_in_failed', extra });
  throw new HttpProblem(401, 'Invalid credentials', { 'www-authenticate': 'Bearer' });
}

type SignedIn = Extract<SignInOutcome, { readonly kind: 'signed_in' }>;

const LONGEST_NAME_ON_RECORD = 150;

/** Makes the session of the caller worthless. */
export async function endSession(parts: AuthParts, request: FastifyRequest, caller: Caller): Promise<void> {
  await changeAs(
    parts,
    request,
    caller,
  )(async ({ transaction, record }) => {
    await revokeSession(transaction, caller.session!);
    record({ event: 'sign_out' });
  });
  parts.identity.callers.forget();
}

async function recordAs(
  parts: AuthParts,
  request: FastifyRequest,
  caller: Caller,
  event: { readonly event: string; readonly extra?: string },
): Promise<void> {
  await changeAs(parts, request, caller)(async ({ record }) => record(event));
}

function changeAs({ database, now }: AuthParts, request: FastifyRequest, caller: Caller): Change {
  const userAgent = request.headers['user-agent'] ?? null;
  const origin = { caller, address: request.ip, userAgent, requestId: request.id };
  return changeWith({ database, now, origin, isDryRun: false });
}
