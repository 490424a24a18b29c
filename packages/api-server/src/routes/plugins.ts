import { getPluginImportErrors, getPlugins } from '@tradewind/contract';
import { type Endpoint, handle } from '../http/handle.ts';
import { nothingOf } from '../http/no-entities.ts';

export function pluginEndpoints(): readonly Endpoint[] {
  return [
    handle(getPlugins, async ({ query }) => nothingOf('plugins', query)),
    handle(getPluginImportErrors, async () => nothingOf('import_errors')),
  ];
}
