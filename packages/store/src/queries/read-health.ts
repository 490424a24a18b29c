import type { Queryable, Statement } from '../database.ts';

/** Who is alive, by the database's clock. `*At` are milliseconds since the epoch; null when there never was one. */
export interface HealthRow {
  readonly schedulerHeartbeatAt: number | null;
  readonly hasScheduler: boolean;
  readonly dagProcessorHeartbeatAt: number | null;
  readonly hasDagProcessor: boolean;
}

const readHealthStatement: Statement = {
  name: 'read-health',
  text: `select s.heartbeat_at as "schedulerHeartbeatAt", s.is_there as "hasScheduler",
           p.heartbeat_at as "dagProcessorHeartbeatAt", p.is_there as "hasDagProcessor"
         from (
           select max(heartbeat_at) as heartbeat_at,
             coalesce(bool_or(ended_at is null and lease_until >= clock_timestamp()), false) as is_there
           from scheduler
         ) s, (
           select max(heartbeat_at) as heartbeat_at,
             coalesce(bool_or(ended_at is null and lease_until >= clock_timestamp()), false) as is_there
           from dag_processor
         ) p`,
};

/** When schedulers and DAG processors were last heard of. */
export async function readHealth(database: Queryable): Promise<HealthRow> {
  const [row] = await database.query<HealthRow>(readHealthStatement);
  return row!;
}
