import { Type } from '@sinclair/typebox';
import { Collection } from './page.ts';
import { JsonObjectSchema } from './values.ts';

const names = Type.Array(Type.String());
const things = Type.Array(JsonObjectSchema);

export const Plugin = Type.Object({
  name: Type.String(),
  source: Type.String(),
  macros: names,
  flask_blueprints: names,
  fastapi_apps: things,
  fastapi_root_middlewares: things,
  external_views: things,
  react_apps: things,
  appbuilder_views: things,
  appbuilder_menu_items: things,
  global_operator_extra_links: names,
  operator_extra_links: names,
  listeners: names,
  timetables: names,
});

export const PluginCollection = Collection('plugins', Plugin);

export const PluginImportErrorCollection = Collection(
  'import_errors',
  Type.Object({ source: Type.String(), error: Type.String() }),
);
