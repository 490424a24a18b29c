import type { Static } from '@sinclair/typebox';
import type { Pool } from '@tradewind/contract';
import type { PoolUsageRow } from '@tradewind/store';
import type { Caller } from '../identity/caller.ts';
import { mayDo } from '../identity/may-do.ts';

export function presentPool(pool: PoolUsageRow, caller: Caller): Static<typeof Pool> {
  return {
    name: pool.name,
    slots: pool.slots,
    description: pool.description,
    include_deferred: pool.includeDeferred,
    occupied_slots: pool.occupied,
    running_slots: pool.running,
    queued_slots: pool.queued,
    scheduled_slots: pool.scheduled,
    deferred_slots: pool.deferred,
    open_slots: pool.slots === -1 ? -1 : pool.slots - pool.occupied,
    team_name: null,
    can: { edit: mayDo(caller, 'can_edit', 'Pools'), delete: mayDo(caller, 'can_delete', 'Pools') },
  };
}
