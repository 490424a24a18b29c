import type { Static } from '@sinclair/typebox';
import type { XComFacts } from '@tradewind/contract';
import { decodeValue, type EncodedValue, type Json, XComNotReadableError } from '@tradewind/model';
import type { VersionCard, XComRow } from '@tradewind/store';
import { instantText } from '../http/instant.ts';
import type { Caller } from '../identity/caller.ts';
import { canOf } from '../identity/policy/can.ts';

export function presentXCom(xcom: XComRow, version: VersionCard | undefined, caller: Caller): Static<typeof XComFacts> {
  return {
    key: xcom.key,
    timestamp: instantText(xcom.createdAt),
    logical_date: instantText(xcom.logicalDateAt),
    run_after: instantText(xcom.runAfterAt),
    map_index: xcom.mapIndex,
    task_id: xcom.taskId,
    task_display_name: version?.taskNames?.[xcom.taskId] ?? xcom.taskId,
    dag_id: xcom.dagId,
    dag_display_name: version?.displayName ?? xcom.dagId,
    run_id: xcom.runId,
    can: canOf(caller, 'xcom', xcom.dagId),
  };
}

/**
 * A stored value as plain JSON: dates as text, maps as objects or lists of pairs, sets as lists, bigints as text, bytes in
 * Base64. What cannot be read stays as it is stored.
 */
export function plainJson(value: EncodedValue): Json {
  try {
    return simplified(decodeValue(value));
  } catch (error) {
    if (error instanceof XComNotReadableError) return value;
    throw error;
  }
}

function simplified(value: unknown): Json {
  if (value === null || value === undefined) return null;
  if (typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value);
  return typeof value === 'object' ? simplifiedObject(value) : String(value);
}

function simplifiedObject(value: object): Json {
  if (Array.isArray(value)) return Array.from(value, simplified);
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString();
  if (value instanceof Set) return [...value].map(simplified);
  if (value instanceof Map) return simplifiedMap(value);
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  if (value instanceof URL || value instanceof RegExp) return String(value);
  if (value instanceof Error) return { name: value.name, message: value.message };
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, simplified(part)]));
}

function simplifiedMap(map: ReadonlyMap<unknown, unknown>): Json {
  const entries = [...map];
  return entries.every(([key]) => typeof key === 'string')
    ? Object.fromEntries(entries.map(([key, part]) => [key as string, simplified(part)]))
    : entries.map(([key, part]) => [simplified(key), simplified(part)]);
}
