import { createFirstAdmin, type Identity } from '@tradewind/api-server';
import type { Database } from '@tradewind/store';
import type { LogSink } from '../logging/logger.ts';

/**
 * Makes the first user when there is none, and tells its password to whoever looks at the terminal: this once, and nowhere
 * else.
 */
export async function welcomeFirstAdmin(
  identity: Identity,
  { database, sink }: { readonly database: Database; readonly sink: LogSink },
): Promise<void> {
  if (!identity.isLoginRequired) return;
  const admin = await createFirstAdmin({ database, hasher: identity.hasher, now: Date.now });
  if (admin === null) return;
  sink.write(
    [
      '',
      '  The first user has been created. Its password is shown this once:',
      '',
      `    user      ${admin.username}`,
      `    password  ${admin.password}`,
      '',
      '  "tradewind users reset-password admin" gives it another one.',
      '',
      '',
    ].join('\n'),
  );
}
