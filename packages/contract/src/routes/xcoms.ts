import { Type } from '@sinclair/typebox';
import { type Route, route } from '../route.ts';
import { permitted } from '../rule.ts';
import { orderBy, PageQuery } from '../schemas/page.ts';
import { DryRunQuery } from '../schemas/values.ts';
import { XCOM_ORDER_NAMES, XCom, XComBody, XComCollection, XComFilters, XComPatchBody } from '../schemas/xcom.ts';
import { TASK_INSTANCE } from './task-instances.ts';

const XCOMS = `${TASK_INSTANCE}/xcomEntries` as const;
const XCOM = `${XCOMS}/{xcom_key}` as const;
const tag = 'XCom';
const mapIndex = Type.Integer({ minimum: -1, maximum: 2_147_483_647, default: -1 });

export const getXComEntries = route({
  id: 'get_xcom_entries',
  method: 'GET',
  path: XCOMS,
  tag,
  summary: 'XComs without their values; `~` stands for all DAGs, runs or tasks.',
  query: Type.Object({ ...PageQuery, order_by: orderBy(XCOM_ORDER_NAMES, 'dag_id'), ...XComFilters }),
  answers: { 200: XComCollection },
  rule: permitted('can_read', 'XComs'),
});

export const getXComEntry = route({
  id: 'get_xcom_entry',
  method: 'GET',
  path: XCOM,
  tag,
  summary: 'One XCom with its value.',
  query: Type.Object({
    map_index: Type.Optional(mapIndex),
    deserialize: Type.Optional(
      Type.Boolean({ default: false, description: 'True: the value as JSON without the tags of what JSON lacks.' }),
    ),
    stringify: Type.Optional(Type.Boolean({ default: false, description: 'True: the value as text.' })),
  }),
  answers: { 200: XCom },
  rule: permitted('can_read', 'XComs'),
});

export const createXComEntry = route({
  id: 'create_xcom_entry',
  method: 'POST',
  path: XCOMS,
  tag,
  summary: 'Creates an XCom.',
  query: DryRunQuery,
  body: XComBody,
  answers: { 201: XCom },
  rule: permitted('can_create', 'XComs'),
});

export const updateXComEntry = route({
  id: 'update_xcom_entry',
  method: 'PATCH',
  path: XCOM,
  tag,
  summary: 'Gives an XCom another value.',
  query: DryRunQuery,
  body: XComPatchBody,
  answers: { 200: XCom },
  rule: permitted('can_edit', 'XComs'),
});

export const deleteXComEntry = route({
  id: 'delete_xcom_entry',
  method: 'DELETE',
  path: XCOM,
  tag,
  summary: 'Deletes an XCom.',
  query: Type.Object({ map_index: Type.Optional(mapIndex), ...DryRunQuery.properties }),
  answers: { 204: Type.Null() },
  rule: permitted('can_delete', 'XComs'),
});

export const xcomRoutes: readonly Route[] = [
  getXComEntries,
  getXComEntry,
  createXComEntry,
  updateXComEntry,
  deleteXComEntry,
];
