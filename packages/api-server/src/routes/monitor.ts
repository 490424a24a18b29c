import type { Static } from '@sinclair/typebox';
import { getHealth, type Health } from '@tradewind/contract';
import { type Database, type HealthRow, readHealth } from '@tradewind/store';
import { type Endpoint, handle } from '../http/handle.ts';
import { instantText } from '../http/instant.ts';

export function monitorEndpoints({ database }: { readonly database: Database }): readonly Endpoint[] {
  return [handle(getHealth, async () => presentHealth(await readHealth(database).catch(() => null)))];
}

const healthOf = (isThere: boolean): 'healthy' | 'unhealthy' => (isThere ? 'healthy' : 'unhealthy');

/** Null: the database does not answer, and of the others nothing is known. */
function presentHealth(health: HealthRow | null): Static<typeof Health> {
  return {
    metadatabase: { status: healthOf(health !== null) },
    scheduler: {
      status: healthOf(health?.hasScheduler ?? false),
      latest_scheduler_heartbeat: instantText(health?.schedulerHeartbeatAt ?? null),
    },
    triggerer: { status: null, latest_triggerer_heartbeat: null },
    dag_processor: {
      status: healthOf(health?.hasDagProcessor ?? false),
      latest_dag_processor_heartbeat: instantText(health?.dagProcessorHeartbeatAt ?? null),
    },
  };
}
