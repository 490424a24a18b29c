import { getProviders } from '@tradewind/contract';
import { type Endpoint, handle } from '../http/handle.ts';
import { nothingOf } from '../http/no-entities.ts';

export function providerEndpoints(): readonly Endpoint[] {
  return [handle(getProviders, async ({ query }) => nothingOf('providers', query))];
}
