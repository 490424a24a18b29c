/** Creating or changing things of one kind by the API: one by itself, many in one request, all or none. */
import { type AnswerOf, ApiError, type bulkPools, type Route } from '@tradewind/contract';

export interface SaveRoutes<Entity> {
  readonly keyOf: (entity: Entity) => string;
  create(entity: Entity): Promise<unknown>;
  update(entity: Entity): Promise<unknown>;
  /** The keys of all that exist. */
  listKeys(): Promise<readonly string[]>;
  bulk(action: BulkCreate<Entity>): Promise<AnswerOf<typeof bulkPools>>;
  readonly bulkRoute: Route;
}

/** Creates them all, or none. */
export interface BulkCreate<Entity> {
  readonly action: 'create';
  readonly entities: Entity[];
  readonly action_on_existence: 'overwrite' | 'fail';
}

/**
 * Returns the keys of the new ones.
 *
 * One by itself needs no more than the right to create it, or to change it; many need all rights at once.
 *
 * @throws {ApiError}
 */
export async function saveMany<Entity>(
  entities: readonly Entity[],
  routes: SaveRoutes<Entity>,
  { mayReplace = true }: { readonly mayReplace?: boolean } = {},
): Promise<readonly string[]> {
  const [only] = entities;
  if (only === undefined) return [];
  if (entities.length === 1) return (await saveOne(only, routes, mayReplace)) ? [routes.keyOf(only)] : [];
  const existing = new Set(await routes.listKeys());
  const action_on_existence = mayReplace ? 'overwrite' : 'fail';
  const { create } = await routes.bulk({ action: 'create', entities: [...entities], action_on_existence });
  const [error] = create?.errors ?? [];
  if (error !== undefined)
    throw new ApiError(routes.bulkRoute, error.status_code, JSON.stringify({ detail: error.error }));
  return entities.map(routes.keyOf).filter((key) => !existing.has(key));
}

/** Whether it is new. */
async function saveOne<Entity>(
  entity: Entity,
  { create, update }: SaveRoutes<Entity>,
  mayReplace: boolean,
): Promise<boolean> {
  try {
    await create(entity);
    return true;
  } catch (error) {
    const mayExist = error instanceof ApiError && (error.status === 409 || error.status === 403);
    if (!mayReplace || !mayExist) throw error;
    // Who may change but not create is refused before it is known whether there is one; that refusal is the one to tell.
    await update(entity).catch((refusal: unknown) => {
      throw error.status === 403 ? error : refusal;
    });
    return false;
  }
}
