import { getPreferences, patchPreferences, putPreferences } from '@tradewind/contract';
import type { Json, UserId } from '@tradewind/model';
import { type Database, deletePreferences, type Queryable, readPreferences, savePreferences } from '@tradewind/store';
import { type Endpoint, handle } from '../../http/handle.ts';
import { ownerOf } from '../dags/scope.ts';
import { checkSize } from './check-size.ts';

type Choices = Readonly<Record<string, Json>>;

export function preferenceEndpoints({ database }: { readonly database: Database }): readonly Endpoint[] {
  return [
    handle(getPreferences, async ({ caller }) => ({ preferences: await readPreferences(database, ownerOf(caller)) })),
    handle(patchPreferences, ({ body, caller, change }) =>
      change(async ({ transaction, record }) => {
        const preferences = await keep(transaction, ownerOf(caller), body.preferences as Choices);
        record({ event: 'patch_preferences', extra: Object.keys(body.preferences).join(', ') });
        return { preferences };
      }),
    ),
    handle(putPreferences, ({ body, caller, change }) =>
      change(async ({ transaction, record }) => {
        await deletePreferences(transaction, ownerOf(caller), null);
        const preferences = await keep(transaction, ownerOf(caller), body.preferences as Choices);
        record({ event: 'put_preferences', extra: Object.keys(body.preferences).join(', ') });
        return { preferences };
      }),
    ),
  ];
}

/** Keeps those that are not null, forgets the others; returns all that there are then. */
async function keep(transaction: Queryable, userId: UserId, choices: Choices): Promise<Choices> {
  const entries = Object.entries(choices);
  const gone = entries.filter(([, value]) => value === null).map(([key]) => key);
  if (gone.length > 0) await deletePreferences(transaction, userId, gone);
  await savePreferences(transaction, userId, Object.fromEntries(entries.filter(([, value]) => value !== null)));
  const all = await readPreferences(transaction, userId);
  checkSize(['body', 'preferences'], all);
  return all;
}
