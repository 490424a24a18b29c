import { Type } from '@sinclair/typebox';
import { Collection } from './page.ts';
import { Nullable } from './values.ts';

export const Provider = Type.Object({
  package_name: Type.String(),
  description: Type.String(),
  version: Type.String(),
  documentation_url: Nullable(Type.String()),
});

export const ProviderCollection = Collection('providers', Provider);
