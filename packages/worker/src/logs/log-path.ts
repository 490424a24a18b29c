/**
 * Where the log of an attempt lies below the folder of logs.
 *
 * `dag_id=<>/run_id=<>/task_id=<>/attempt=<try>.log`, for a mapped one with `map_index=<>/` before the file. Ids are
 * escaped so that every id is one name, on every file system, and none leads out of the folder: everything but letters,
 * digits, `-`, `_` and `.` of ASCII is written as its UTF-8 bytes, `%3A`. An id that is too long for a name ends in a
 * hash of the whole instead.
 */
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { AttemptRef } from './log-line.ts';

/** File systems allow 255 bytes per name. */
const MAX_NAME_LENGTH = 200;

export function logPath(folder: string, { dagId, runId, taskId, mapIndex, tryNumber }: AttemptRef): string {
  return join(
    folder,
    `dag_id=${escapeId(dagId)}`,
    `run_id=${escapeId(runId)}`,
    `task_id=${escapeId(taskId)}`,
    ...(mapIndex >= 0 ? [`map_index=${mapIndex}`] : []),
    `attempt=${tryNumber}.log`,
  );
}

function escapeId(id: string): string {
  const escaped = id.replaceAll(/[^A-Za-z0-9._-]/gu, escapeCharacter);
  if (escaped.length <= MAX_NAME_LENGTH) return escaped;
  const hash = createHash('sha256').update(id).digest('hex').slice(0, 32);
  return `${escaped.slice(0, MAX_NAME_LENGTH - 33)}~${hash}`;
}

function escapeCharacter(character: string): string {
  return [...Buffer.from(character)].map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`).join('');
}
