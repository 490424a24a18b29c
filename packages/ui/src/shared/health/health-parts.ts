import type { AnswerOf, getHealth } from '@tradewind/contract';
import type { MessageKey } from '../i18n/i18n.ts';

export interface HealthPart {
  readonly name: MessageKey;
  /** Null: there is none here. */
  readonly status: 'healthy' | 'unhealthy' | null;
  readonly beat: string | null;
}

/** The parts that an installation has. Those that it does not have are left out. */
export function healthParts(health: AnswerOf<typeof getHealth>): readonly HealthPart[] {
  const { metadatabase, scheduler, triggerer, dag_processor } = health;
  const parts: readonly HealthPart[] = [
    { name: 'health.database', status: metadatabase.status, beat: null },
    { name: 'health.scheduler', status: scheduler.status, beat: scheduler.latest_scheduler_heartbeat },
    {
      name: 'health.processor',
      status: dag_processor?.status ?? null,
      beat: dag_processor?.latest_dag_processor_heartbeat ?? null,
    },
    { name: 'health.triggerer', status: triggerer.status, beat: triggerer.latest_triggerer_heartbeat },
  ];
  return parts.filter(({ name, status }) => status !== null || name !== 'health.triggerer');
}
