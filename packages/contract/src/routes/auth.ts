import { Type } from '@sinclair/typebox';
import { type Route, route } from '../route.ts';
import { everybody, permitted, signedIn } from '../rule.ts';
import {
  ApiTokenBody,
  ApiTokenCollection,
  IssuedApiToken,
  LoginBody,
  LoginResponse,
  SessionResponse,
  SignOutEverywhereBody,
  SignOutEverywhereResponse,
} from '../schemas/token.ts';
import { ChangePasswordBody, Me, ProfileBody } from '../schemas/user.ts';
import { DryRunQuery } from '../schemas/values.ts';

const tag = 'Login';

/** A name and a password: everybody may send it, so it may not be large. */
const MAX_SIGN_IN_BYTES = 16 * 1024;

export const createToken = route({
  id: 'create_token',
  method: 'POST',
  path: '/auth/token',
  tag,
  summary: 'Signs in, and answers a token for the header `Authorization: Bearer`, good for 24 hours.',
  body: LoginBody,
  maxBodyBytes: MAX_SIGN_IN_BYTES,
  answers: { 201: LoginResponse },
  rule: everybody,
});

export const createTokenCli = route({
  id: 'create_token_cli',
  method: 'POST',
  path: '/auth/token/cli',
  tag,
  summary: 'The same for a command line; the token is good for an hour.',
  body: LoginBody,
  maxBodyBytes: MAX_SIGN_IN_BYTES,
  answers: { 201: LoginResponse },
  rule: everybody,
});

export const signIn = route({
  id: 'sign_in',
  method: 'POST',
  path: '/auth/sign-in',
  tag,
  summary: 'Signs a browser in: sets the cookie `_token`.',
  body: LoginBody,
  maxBodyBytes: MAX_SIGN_IN_BYTES,
  answers: { 201: SessionResponse },
  rule: everybody,
});

export const login = route({
  id: 'login',
  method: 'GET',
  path: '/api/v2/auth/login',
  tag,
  summary: 'Sends a browser to the page on which one signs in.',
  query: Type.Object({ next: Type.Optional(Type.String({ maxLength: 2000, description: 'A path to come back to.' })) }),
  answers: { 307: Type.Null() },
  rule: everybody,
});

export const logout = route({
  id: 'logout',
  method: 'GET',
  path: '/api/v2/auth/logout',
  tag,
  summary: 'Ends the session of this browser, and sends it to the page on which one signs in.',
  answers: { 307: Type.Null() },
  rule: everybody,
});

export const getMe = route({
  id: 'get_current_user_info',
  method: 'GET',
  path: '/auth/me',
  tag,
  summary: 'Who the caller is, and what it may do.',
  answers: { 200: Me },
  rule: signedIn,
});

export const patchMe = route({
  id: 'patch_current_user',
  method: 'PATCH',
  path: '/auth/me',
  tag,
  summary: 'Changes one’s own names and address.',
  query: DryRunQuery,
  body: ProfileBody,
  answers: { 200: Me },
  rule: permitted('can_edit', 'My Profile'),
});

export const changeMyPassword = route({
  id: 'change_my_password',
  method: 'POST',
  path: '/auth/password',
  tag,
  summary: 'Changes one’s own password, and ends every other session.',
  body: ChangePasswordBody,
  answers: { 201: LoginResponse },
  rule: permitted('can_edit', 'My Password'),
});

export const signOutEverywhere = route({
  id: 'sign_out_everywhere',
  method: 'POST',
  path: '/auth/sign-out-everywhere',
  tag,
  summary: 'Ends every session of the caller, in all browsers and programs.',
  query: DryRunQuery,
  body: SignOutEverywhereBody,
  isBodyOptional: true,
  answers: { 200: SignOutEverywhereResponse },
  rule: signedIn,
});

export const getMyTokens = route({
  id: 'get_my_tokens',
  method: 'GET',
  path: '/auth/tokens',
  tag,
  summary: 'The caller’s personal access tokens.',
  answers: { 200: ApiTokenCollection },
  rule: permitted('can_read', 'My Profile'),
});

export const postMyToken = route({
  id: 'post_my_token',
  method: 'POST',
  path: '/auth/tokens',
  tag,
  summary: 'Makes a personal access token. It can only be read in this answer.',
  query: DryRunQuery,
  body: ApiTokenBody,
  answers: { 201: IssuedApiToken },
  rule: permitted('can_edit', 'My Profile'),
});

export const deleteMyToken = route({
  id: 'delete_my_token',
  method: 'DELETE',
  path: '/auth/tokens/{token_id}',
  tag,
  summary: 'Deletes a personal access token of the caller.',
  query: DryRunQuery,
  answers: { 204: Type.Null() },
  rule: permitted('can_edit', 'My Profile'),
});

export const authRoutes: readonly Route[] = [
  createToken,
  createTokenCli,
  signIn,
  login,
  logout,
  getMe,
  patchMe,
  changeMyPassword,
  signOutEverywhere,
  getMyTokens,
  postMyToken,
  deleteMyToken,
];
