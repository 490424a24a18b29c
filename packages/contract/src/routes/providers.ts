import { Type } from '@sinclair/typebox';
import { type Route, route } from '../route.ts';
import { permitted } from '../rule.ts';
import { PageQuery } from '../schemas/page.ts';
import { ProviderCollection } from '../schemas/provider.ts';

export const getProviders = route({
  id: 'get_providers',
  method: 'GET',
  path: '/api/v2/providers',
  tag: 'Provider',
  summary: 'The installed providers. There are none: operators are functions of packages.',
  query: Type.Object({ ...PageQuery }),
  answers: { 200: ProviderCollection },
  rule: permitted('can_read', 'Providers'),
});

export const providerRoutes: readonly Route[] = [getProviders];
