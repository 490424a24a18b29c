import type { BundleVersionId, JsonObject } from '@tradewind/model';
import type { Queryable, Statement } from '../database.ts';

const insertBundleVersionStatement: Statement = {
  name: 'insert-bundle-version',
  text: `insert into bundle_version (id, bundle_name, manifest) values ($1, $2, $3::jsonb) on conflict (id) do nothing`,
};

export interface NewBundleVersion {
  readonly id: BundleVersionId;
  readonly bundleName: string;
  /** By path: `{ sha256, size, executable? }`. */
  readonly manifest: JsonObject;
}

/** Records a bundle version, unless it is recorded already. */
export async function insertBundleVersion(transaction: Queryable, version: NewBundleVersion): Promise<void> {
  await transaction.query(insertBundleVersionStatement, [
    version.id,
    version.bundleName,
    JSON.stringify(version.manifest),
  ]);
}
