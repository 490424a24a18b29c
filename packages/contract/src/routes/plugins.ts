import { Type } from '@sinclair/typebox';
import { type Route, route } from '../route.ts';
import { permitted } from '../rule.ts';
import { PageQuery } from '../schemas/page.ts';
import { PluginCollection, PluginImportErrorCollection } from '../schemas/plugin.ts';

export const getPlugins = route({
  id: 'get_plugins',
  method: 'GET',
  path: '/api/v2/plugins',
  tag: 'Plugin',
  summary: 'The loaded plugins. There are none.',
  query: Type.Object({ ...PageQuery }),
  answers: { 200: PluginCollection },
  rule: permitted('can_read', 'Plugins'),
});

export const getPluginImportErrors = route({
  id: 'import_errors',
  method: 'GET',
  path: '/api/v2/plugins/importErrors',
  tag: 'Plugin',
  summary: 'The plugins that cannot be loaded. There are none.',
  answers: { 200: PluginImportErrorCollection },
  rule: permitted('can_read', 'Plugins'),
});

export const pluginRoutes: readonly Route[] = [getPlugins, getPluginImportErrors];
