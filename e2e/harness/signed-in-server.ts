/** `tradewind standalone` in a project of its own, with the first user signed in. */
import type { Program } from './program.ts';
import { createProject, type Project, type ProjectOptions } from './project.ts';

export interface SignedInServer {
  readonly project: Project;
  readonly server: Program;
  readonly url: string;
  readonly token: string;
  readonly password: string;
  /** Asks the API as the first user. Rejects when it refuses. */
  ask(method: string, path: string, body?: unknown): Promise<unknown>;
  close(): Promise<void>;
}

export async function startSignedIn(options: ProjectOptions): Promise<SignedInServer> {
  const project = createProject(options);
  const server = project.start(['standalone']);
  const password = /password +(\S+)/.exec(await server.line(/^ +password +\S+/))![1]!;
  const url = await server.apiUrl();
  const { access_token: token } = (await askAt(`${url}/auth/token`, {
    method: 'POST',
    body: { username: 'admin', password },
  })) as { readonly access_token: string };
  return {
    project,
    server,
    url,
    token,
    password,
    ask: (method, path, body) => askAt(`${url}${path}`, { method, body, token }),
    async close() {
      await server.stop();
      await project.dispose();
    },
  };
}

interface Question {
  readonly method: string;
  readonly body?: unknown;
  readonly token?: string;
}

async function askAt(address: string, { method, body, token }: Question): Promise<unknown> {
  const answer = await fetch(address, {
    method,
    headers: {
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${method} ${address} answered ${answer.status}: ${text}`);
  return text === '' ? null : JSON.parse(text);
}
