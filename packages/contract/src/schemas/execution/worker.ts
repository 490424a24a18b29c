/** What workers without a database say and hear. Workloads and reports are the engine's own, as its model has them. */
import { type TObject, type TUnsafe, Type } from '@sinclair/typebox';
import type { AttemptId, AttemptReport, BundleManifest, WorkerId, Workload } from '@tradewind/model';
import { Closed, Instant, OneOf } from '../values.ts';

const Id = Type.String({ format: 'uuid' });
const AttemptIds: TUnsafe<AttemptId[]> = Type.Unsafe<AttemptId[]>(Type.Array(Id, { maxItems: 100_000 }));

export const JoinBody = Closed({
  /** The join token of the installation. */
  join_token: Type.String({ minLength: 1, maxLength: 1000 }),
  /** Who it is already, when it comes back. */
  worker_id: Type.Optional(Type.Unsafe<WorkerId>(Id)),
  name: Type.String({ minLength: 1, maxLength: 250 }),
  host: Type.String({ minLength: 1, maxLength: 250 }),
  pid: Type.Integer({ minimum: 1 }),
  slots: Type.Integer({ minimum: 1, maximum: 100_000 }),
  queues: Type.Array(Type.String({ minLength: 1, maxLength: 250 }), { minItems: 1, maxItems: 1000 }),
  /** The version of Tradewind that it is. */
  version: Type.String({ maxLength: 100 }),
  is_draining: Type.Optional(Type.Boolean({ default: false })),
});

export const Joined = Type.Object({
  worker_id: Type.Unsafe<WorkerId>(Id),
  /** For everything that it says from here on. */
  token: Type.String(),
  expires_at: Instant(),
  /** How often it has to say that it lives, and after what silence it is given up. */
  heartbeat_ms: Type.Integer(),
  lease_ms: Type.Integer(),
});

const GivenWorkload = Type.Object({
  workload: Type.Unsafe<Workload>(Type.Object({}, { additionalProperties: true })),
  /** What the attempt shows for what it asks. */
  token: Type.String(),
  expires_at: Instant(),
});

const Appetite = {
  /** How many attempts it takes beyond its free slots, since those that it has are short. */
  ahead: Type.Optional(Type.Integer({ minimum: 0, maximum: 1000, default: 0 })),
  limit: Type.Optional(Type.Integer({ minimum: 0, maximum: 1000, default: 200 })),
} as const;

export const WorkBody = Closed({
  /** How long the answer may wait for something to say. */
  wait_ms: Type.Optional(Type.Integer({ minimum: 0, maximum: 60_000, default: 0 })),
  ...Appetite,
});

export const Work = Type.Object({
  work: Type.Array(GivenWorkload),
  /** True: attempts that it has are called off or given away; its next heartbeat says which. */
  must_beat: Type.Boolean(),
});

const ReportSchema = Type.Unsafe<AttemptReport>(
  Type.Union([
    Type.Object({
      kind: Type.Literal('started'),
      attemptId: Id,
      at: Type.Number(),
      worker: Type.String({ maxLength: 1000 }),
    }),
    Type.Object({
      kind: Type.Literal('finished'),
      attemptId: Id,
      startedAt: Type.Union([Type.Number(), Type.Null()]),
      at: Type.Number(),
      worker: Type.Union([Type.String({ maxLength: 1000 }), Type.Null()]),
      outcome: Type.Object({ kind: OneOf(['success', 'skipped', 'failed']) }, { additionalProperties: true }),
      usage: Type.Union([Type.Object({}, { additionalProperties: true }), Type.Null()]),
      rendered: Type.Union([Type.Object({}, { additionalProperties: true }), Type.Null()]),
    }),
  ]),
);

export const ReportsBody = Closed({
  reports: Type.Array(ReportSchema, { minItems: 1, maxItems: 10_000 }),
  ...Appetite,
});

export const ReportsTaken = Type.Object({
  /** Attempts that were given away, or whose end is recorded: nothing that it says of them counts. */
  refused: AttemptIds,
  work: Type.Array(GivenWorkload),
});

export const WorkerBeat = Closed({
  /** Attempts that it has, with those whose end is not acknowledged. */
  held: AttemptIds,
  is_draining: Type.Optional(Type.Boolean({ default: false })),
  /** True: no answer is on its way to it, so that what it has not got will not come. */
  is_resuming: Type.Optional(Type.Boolean({ default: false })),
});

export const WorkerStandingAnswer = Type.Object({
  /** What it was given and never got. */
  work: Type.Array(GivenWorkload),
  revoked: AttemptIds,
  cancelled: Type.Array(
    Type.Object({ attempt_id: Type.Unsafe<AttemptId>(Id), reason: OneOf(['cancelled', 'timeout']) }),
  ),
});

/** Which of its attempts need another token, since theirs have expired. */
export const TokensBody = Closed({ attempt_ids: AttemptIds });
export const Tokens = Type.Object({
  tokens: Type.Array(
    Type.Object({ attempt_id: Type.Unsafe<AttemptId>(Id), token: Type.String(), expires_at: Instant() }),
  ),
});

/** The files of a bundle version, by path. */
export const BundleManifestSchema: TUnsafe<BundleManifest> = Type.Unsafe<BundleManifest>(
  Type.Record(
    Type.String(),
    Type.Object({ sha256: Type.String(), size: Type.Integer(), executable: Type.Optional(Type.Literal(true)) }),
  ),
);

export const BundleFileParams: TObject = Type.Object({
  version: Type.String({ pattern: '^[0-9a-f]{64}$' }),
  sha256: Type.String({ pattern: '^[0-9a-f]{64}$' }),
});
export const BundleParams: TObject = Type.Object({ version: Type.String({ pattern: '^[0-9a-f]{64}$' }) });

export const LogBody = Closed({
  /** Where in the attempt's log the text begins, in bytes. */
  offset: Type.Integer({ minimum: 0 }),
  /** Whole lines, one JSON object each. */
  text: Type.String(),
});
/** How long the log is. */
export const LogSize = Type.Object({ size: Type.Integer() });
