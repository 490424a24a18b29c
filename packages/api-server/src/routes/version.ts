import { getVersion } from '@tradewind/contract';
import { type Endpoint, handle } from '../http/handle.ts';

export function versionEndpoints({ version }: { readonly version: string }): readonly Endpoint[] {
  return [handle(getVersion, async () => ({ version, git_version: null }))];
}
