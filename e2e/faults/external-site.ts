import { type ExternalPostgres, startExternalPostgres } from '../harness/external-postgres.ts';
import type { Program } from '../harness/program.ts';
import { createProject, type Project } from '../harness/project.ts';
import { Gates } from './gates.ts';
import { NARROW_SLOTS } from './verdict.ts';

/** A project whose programs share a PostgreSQL server beside them. */
export interface ExternalSite {
  readonly project: Project;
  readonly server: ExternalPostgres;
  /** Starts `tradewind <words>` with that database. */
  start(words: readonly string[]): Program;
  close(): Promise<void>;
}

export interface ExternalSiteOptions {
  /** A folder below `e2e/fixtures`. */
  readonly dags: string;
  /** Variables for all programs. @default none */
  readonly environment?: Readonly<Record<string, string>>;
}

/** Opens one with the schema and the pools that the DAGs need. */
export async function openExternalSite({ dags, environment = {} }: ExternalSiteOptions): Promise<ExternalSite> {
  const project = createProject({ dags });
  const server = await startExternalPostgres(project);
  const variables = { DATABASE_URL: server.url, ...Gates.environment(project), ...environment };
  const start = (words: readonly string[]): Program => project.start(words, { environment: variables });
  for (const words of [
    ['db', 'migrate'],
    ['pools', 'set', 'narrow', `${NARROW_SLOTS}`, 'for tests'],
  ]) {
    const program = start(words);
    const { exitCode } = await program.exited;
    if (exitCode !== 0) throw new Error(`tradewind ${words.join(' ')} failed:\n${program.lines.join('\n')}`);
  }
  return {
    project,
    server,
    start,
    async close() {
      await server.close();
      await project.dispose();
    },
  };
}
