import {
  type AuditActor,
  type Database,
  insertAuditEvents,
  lockConnections,
  lockVariables,
  resealConnections,
  resealVariables,
  type SecretBox,
} from '@tradewind/store';
import { placeOfConnection } from './connection-operations.ts';
import { placeOfVariable } from './variable-operations.ts';

/** How many were sealed anew. */
export interface RotatedSecrets {
  readonly variables: number;
  readonly connections: number;
}

/** Who asks for it, and when. */
export type RotatingActor = AuditActor & { readonly happenedAt: number };

/**
 * Seals every variable and connection with the first of the keys, so that the older ones are not needed any more. What is
 * sealed with it already is left as it is. All or none.
 *
 * @throws {SecretUnreadableError} when none of the keys opens one of them.
 */
export function rotateSecrets(database: Database, box: SecretBox, actor: RotatingActor): Promise<RotatedSecrets> {
  const reseal = (value: string | null, place: string, isEncrypted: boolean): string | null => {
    if (value === null || (isEncrypted && box.isCurrent(value))) return value;
    return box.seal(isEncrypted ? box.open(value, place) : value, place);
  };
  return database.transaction(async (transaction) => {
    const variables = (await lockVariables(transaction))
      .map((row) => ({ row, value: reseal(row.value, placeOfVariable(row.key), row.isEncrypted)! }))
      .filter(({ row, value }) => value !== row.value)
      .map(({ row, value }) => ({ key: row.key, value }));
    const connections = (await lockConnections(transaction))
      .map((row) => {
        const place = placeOfConnection(row.connectionId);
        const password = reseal(row.password, `${place}:password`, row.isEncrypted);
        return { row, password, extra: reseal(row.extra, `${place}:extra`, row.isEncrypted) };
      })
      .filter(({ row, password, extra }) => password !== row.password || extra !== row.extra)
      .map(({ row, password, extra }) => ({ connectionId: row.connectionId, password, extra }));
    await resealVariables(transaction, variables);
    await resealConnections(transaction, connections);
    const rotated = { variables: variables.length, connections: connections.length };
    await insertAuditEvents(transaction, [{ ...actor, event: 'rotate_secrets', after: rotated }]);
    return rotated;
  });
}
