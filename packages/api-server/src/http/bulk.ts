/** Bulk requests: many entities in one request, the same way for every kind of entity. */
import type { Static } from '@sinclair/typebox';
import type { BulkActionName, BulkActionOf, BulkResponse } from '@tradewind/contract';
import { TradewindError } from '@tradewind/model';
import { type AuditDeed, inSavepoint } from '@tradewind/store';
import type { Changing } from './change.ts';
import { badField, HttpProblem } from './http-problem.ts';

/** What is done to one kind of entity. `Key` says which one is meant: by default its name. */
export interface BulkWork<Created, Updated, Reference, Key = string> {
  /** For messages, in the plural: `pools`. */
  readonly noun: string;
  keyOf(entity: Created | Updated | Reference | string): Key;
  /** The key as it is told: `"dwh"`. @default the key as text */
  sayKey?(key: Key): string;
  /** Throws unless the caller may do this to the entity, whether it exists or not. @default the rule of the route says it */
  permit?(key: Key, action: BulkActionName): void;
  /** Those of the keys that exist, as `sayKey` tells them. */
  findExisting(keys: readonly Key[], changing: Changing): Promise<ReadonlySet<string>>;
  /** What creating, changing or deleting one leaves in the audit log; it throws a refusal when it cannot be done. */
  create(entity: Created, changing: Changing): Promise<AuditDeed | readonly AuditDeed[]>;
  update(
    entity: Updated,
    changing: Changing,
    mask: readonly string[] | undefined,
  ): Promise<AuditDeed | readonly AuditDeed[]>;
  delete(key: Key, changing: Changing): Promise<AuditDeed | readonly AuditDeed[]>;
  /** Puts an entity in the place of the one that exists. @default `update` without a mask */
  overwrite?(entity: Created, changing: Changing): Promise<AuditDeed | readonly AuditDeed[]>;
}

/** The same for entities that have a name, one audit event each: what single requests use as well. */
export interface EntityDeeds<Created, Updated, Reference> extends BulkWork<Created, Updated, Reference> {
  create(entity: Created, changing: Changing): Promise<AuditDeed>;
  /** With a mask only the fields that it names are meant. */
  update(entity: Updated, changing: Changing, mask: readonly string[] | undefined): Promise<AuditDeed>;
  delete(key: string, changing: Changing): Promise<AuditDeed>;
}

type Outcome = { readonly success: string[]; readonly errors: { error: string; status_code: number }[] };
type Outcomes = Record<BulkActionName, Outcome | null>;
type Told = AuditDeed | readonly AuditDeed[];

/**
 * Does the actions in their order, each whole or not at all; one that is refused does not keep the others from being done.
 */
export async function runBulk<Created, Updated, Reference, Key = string>(
  actions: readonly BulkActionOf<Created, Updated, Reference>[],
  work: BulkWork<Created, Updated, Reference, Key>,
  changing: Changing,
): Promise<Static<typeof BulkResponse>> {
  refuseTooMany(actions);
  const outcomes: Outcomes = { create: null, update: null, delete: null };
  for (const action of actions) {
    outcomes[action.action] ??= { success: [], errors: [] };
    const outcome = outcomes[action.action]!;
    try {
      const { keys, deeds } = await inSavepoint(changing.transaction, () => runAction(action, work, changing));
      outcome.success.push(...keys);
      for (const deed of deeds) changing.record(deed);
    } catch (error) {
      outcome.errors.push(refusalOf(error));
    }
  }
  return outcomes;
}

/** The most entities of all actions together: all is one transaction, which should end in a few seconds. */
const MOST_ENTITIES = 10_000;

/** @throws {HttpProblem} 422 */
function refuseTooMany(actions: readonly { readonly entities: readonly unknown[] }[]): void {
  const count = actions.reduce((sum, { entities }) => sum + entities.length, 0);
  if (count <= MOST_ENTITIES) return;
  const remedy = 'Send the others in another request';
  throw badField(['body', 'actions'], `Input should have at most ${MOST_ENTITIES} entities in all. ${remedy}`, count);
}

interface Done {
  readonly keys: readonly string[];
  readonly deeds: readonly AuditDeed[];
}

async function runAction<Created, Updated, Reference, Key>(
  action: BulkActionOf<Created, Updated, Reference>,
  work: BulkWork<Created, Updated, Reference, Key>,
  changing: Changing,
): Promise<Done> {
  const say = work.sayKey ?? String;
  const keyed = action.entities.map((entity) => ({ entity, key: work.keyOf(entity) }));
  // Before anything is looked up, so that a refusal does not tell what exists.
  for (const { key } of keyed) work.permit?.(key, action.action);
  const existing = await work.findExisting(
    keyed.map(({ key }) => key),
    changing,
  );
  const told = keyed.map(({ key }) => say(key));
  refuseOthers(work.noun, action, told, existing);
  const sameness = action.action === 'delete' ? (one: Keyed<Key>) => say(one.key) : sayAll;
  // The last of the same ones stays, so that what is sent in between does not win.
  const different = [...new Map(keyed.toReversed().map((one) => [sameness(one), one])).values()].toReversed();
  const chosen = different.filter(({ key }) => isChosen(action, existing.has(say(key))));
  const keys: string[] = [];
  const deeds: AuditDeed[] = [];
  for (const { entity, key } of chosen) {
    deeds.push(...[await doOne(action, { entity, key, exists: existing.has(say(key)) }, work, changing)].flat());
    keys.push(say(key));
  }
  return { keys, deeds };
}

interface Keyed<Key> {
  readonly entity: unknown;
  readonly key: Key;
}

/** What is sent twice in the same words is done once. */
function sayAll({ entity }: Keyed<unknown>): string {
  return JSON.stringify(entity);
}

type AnyAction = BulkActionOf<unknown, unknown, unknown>;

/** Whether something is done to an entity, when it exists or not. */
function isChosen(action: AnyAction, exists: boolean): boolean {
  if (action.action === 'create') return !exists || action.action_on_existence === 'overwrite';
  return exists;
}

/** @throws {HttpProblem} 409 or 404, unless those that do not fit are to be left out. */
function refuseOthers(noun: string, action: AnyAction, keys: readonly string[], existing: ReadonlySet<string>): void {
  if (action.action === 'create') {
    const there = keys.filter((key) => existing.has(key));
    if ((action.action_on_existence ?? 'fail') === 'fail' && there.length > 0)
      throw new HttpProblem(409, `These ${noun} exist already: ${sayKeys(there)}.`);
    return;
  }
  const missing = keys.filter((key) => !existing.has(key));
  if ((action.action_on_non_existence ?? 'fail') === 'fail' && missing.length > 0)
    throw new HttpProblem(404, `These ${noun} do not exist: ${sayKeys(missing)}.`);
}

interface Chosen<Key> {
  readonly entity: unknown;
  readonly key: Key;
  readonly exists: boolean;
}

function doOne<Created, Updated, Reference, Key>(
  action: BulkActionOf<Created, Updated, Reference>,
  { entity, key, exists }: Chosen<Key>,
  work: BulkWork<Created, Updated, Reference, Key>,
  changing: Changing,
): Promise<Told> {
  if (action.action === 'delete') return work.delete(key, changing);
  if (action.action === 'update') return work.update(entity as Updated, changing, action.update_mask ?? undefined);
  if (!exists) return work.create(entity as Created, changing);
  if (work.overwrite !== undefined) return work.overwrite(entity as Created, changing);
  return work.update(entity as never, changing, undefined);
}

/** As it stands in the answer; whatever is no refusal is thrown again. */
function refusalOf(error: unknown): { error: string; status_code: number } {
  const { status } = error as { readonly status?: unknown };
  if (!(error instanceof TradewindError) || typeof status !== 'number') throw error;
  const { detail } = error as { readonly detail?: unknown };
  if (!Array.isArray(detail)) return { error: error.message, status_code: status };
  const fields = (detail as readonly { readonly loc: readonly unknown[]; readonly msg: string }[]).map(
    ({ loc, msg }) => `${loc.join('.')}: ${msg}`,
  );
  return { error: fields.join('\n'), status_code: status };
}

const MOST_SAID = 20;

function sayKeys(keys: readonly string[]): string {
  const more = keys.length > MOST_SAID ? ` and ${keys.length - MOST_SAID} more` : '';
  return `${keys
    .slice(0, MOST_SAID)
    .map((key) => `"${key}"`)
    .join(', ')}${more}`;
}
