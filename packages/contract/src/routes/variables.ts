import { Type } from '@sinclair/typebox';
import { type Route, route } from '../route.ts';
import { permitted, permittedAll } from '../rule.ts';
import { BulkResponse } from '../schemas/bulk.ts';
import { orderBy, PageQuery, Pattern } from '../schemas/page.ts';
import { DryRunQuery, UpdateMask } from '../schemas/values.ts';
import {
  Variable,
  VariableBody,
  VariableBulkBody,
  VariableCollection,
  VariablePatchBody,
} from '../schemas/variable.ts';

export const VARIABLE_ORDER_NAMES = ['key', 'id', 'description', 'is_encrypted', 'updated_at'] as const;

export const getVariables = route({
  id: 'get_variables',
  method: 'GET',
  path: '/api/v2/variables',
  tag: 'Variable',
  summary: 'The variables of the database.',
  query: Type.Object({
    ...PageQuery,
    order_by: orderBy(VARIABLE_ORDER_NAMES, 'key'),
    variable_key_pattern: Pattern,
    variable_key_prefix_pattern: Pattern,
  }),
  answers: { 200: VariableCollection },
  rule: permitted('can_read', 'Variables'),
});

export const getVariable = route({
  id: 'get_variable',
  method: 'GET',
  path: '/api/v2/variables/{variable_key}',
  tag: 'Variable',
  summary: 'One variable.',
  answers: { 200: Variable },
  rule: permitted('can_read', 'Variables'),
});

export const postVariable = route({
  id: 'post_variable',
  method: 'POST',
  path: '/api/v2/variables',
  tag: 'Variable',
  summary: 'Creates a variable.',
  query: DryRunQuery,
  body: VariableBody,
  answers: { 201: Variable },
  rule: permitted('can_create', 'Variables'),
});

export const patchVariable = route({
  id: 'patch_variable',
  method: 'PATCH',
  path: '/api/v2/variables/{variable_key}',
  tag: 'Variable',
  summary: 'Changes a variable; with `update_mask` only the fields that it names.',
  description: 'A value of `***`, or a field of its JSON that is, stands for what is stored.',
  query: Type.Object({ ...DryRunQuery.properties, update_mask: UpdateMask }),
  body: VariablePatchBody,
  answers: { 200: Variable },
  rule: permitted('can_edit', 'Variables'),
});

export const deleteVariable = route({
  id: 'delete_variable',
  method: 'DELETE',
  path: '/api/v2/variables/{variable_key}',
  tag: 'Variable',
  summary: 'Deletes a variable.',
  query: DryRunQuery,
  answers: { 204: Type.Null() },
  rule: permitted('can_delete', 'Variables'),
});

export const bulkVariables = route({
  id: 'bulk_variables',
  method: 'PATCH',
  path: '/api/v2/variables',
  tag: 'Variable',
  summary: 'Creates, changes and deletes many variables.',
  query: DryRunQuery,
  body: VariableBulkBody,
  answers: { 200: BulkResponse },
  rule: permittedAll(['can_create', 'Variables'], ['can_edit', 'Variables'], ['can_delete', 'Variables']),
});

export const variableRoutes: readonly Route[] = [
  getVariables,
  getVariable,
  postVariable,
  patchVariable,
  deleteVariable,
  bulkVariables,
];
