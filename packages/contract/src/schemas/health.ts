import { Type } from '@sinclair/typebox';
import { Instant, Nullable, OneOf } from './values.ts';

const health = OneOf(['healthy', 'unhealthy']);
const beat = Nullable(Instant());

/** Whether the parts of the installation are alive. */
export const Health = Type.Object({
  metadatabase: Type.Object({ status: health }),
  scheduler: Type.Object({ status: health, latest_scheduler_heartbeat: beat }),
  triggerer: Type.Object({ status: Nullable(health), latest_triggerer_heartbeat: beat }),
  dag_processor: Nullable(Type.Object({ status: Nullable(health), latest_dag_processor_heartbeat: beat })),
});
