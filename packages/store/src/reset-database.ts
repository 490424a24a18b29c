import type { Database } from './database.ts';

/**
 * Deletes everything that Tradewind keeps in the database, tables included. `migrateDatabase` makes them anew.
 *
 * It drops the schema `public`, so that whatever else lives there goes as well: a database belongs to one program.
 */
export async function resetDatabase(database: Database): Promise<void> {
  await database.runScript('drop schema public cascade; create schema public;');
}
