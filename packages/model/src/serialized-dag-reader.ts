/** Turns JSON of unknown origin into a `SerializedDag`, or says everything that is wrong with it. */
import { DAG_ACCESS } from './dag-access.ts';
import { faultOfId } from './ids.ts';
import {
  BOOLEAN,
  type Check,
  INSTANT,
  isObject,
  listOf,
  numberFrom,
  OBJECT,
  oneOf,
  orNull,
  POSITIVE_NUMBER,
  record,
  SORTED_TEXTS,
  TEXT,
  wholeNumber,
} from './json-shape.ts';
import {
  FLOWS,
  ISOLATIONS,
  SERIALIZED_DAG_VERSION,
  type SerializedDag,
  type SerializedGroup,
  type SerializedRetries,
  type SerializedTask,
  WEIGHT_RULES,
} from './serialized-dag.ts';
import { SerializedDagInvalidError, SerializedDagTooNewError } from './serialized-dag-errors.ts';
import { faultsOfReferences } from './serialized-dag-references.ts';
import { parseTimetable, TimetableInvalidError } from './timetables/index.ts';
import { TRIGGER_RULES } from './trigger-rule.ts';

const id: Check = (value, path, faults) => {
  const fault = faultOfId(value);
  if (fault !== null) faults.push(`expected ${path} to be an id: ${fault}`);
};

const timetable: Check = (value, path, faults) => {
  try {
    parseTimetable(value);
  } catch (error) {
    if (!(error instanceof TimetableInvalidError)) throw error;
    for (const { field, expected, got } of error.faults) {
      faults.push(`expected ${field === '' ? path : `${path}.${field}`} to be ${expected}, got: ${got}`);
    }
  }
};

const idOrNull: Check = (value, path, faults) => {
  if (value !== null) id(value, path, faults);
};

const RETRIES = record<SerializedRetries>({
  retries: wholeNumber(0),
  retryDelayMs: numberFrom(0),
  backoff: numberFrom(0),
  maxRetryDelayMs: orNull(numberFrom(0)),
});

const TASK = record<SerializedTask>({
  taskId: id,
  operator: TEXT,
  displayName: orNull(TEXT),
  docMd: orNull(TEXT),
  owner: TEXT,
  groupId: idOrNull,
  upstream: SORTED_TEXTS,
  inputs: SORTED_TEXTS,
  triggerRule: oneOf(TRIGGER_RULES),
  retry: RETRIES,
  executionTimeoutMs: orNull(POSITIVE_NUMBER),
  pool: TEXT,
  poolSlots: wholeNumber(1),
  priorityWeight: wholeNumber(Number.MIN_SAFE_INTEGER),
  weightRule: oneOf(WEIGHT_RULES),
  queue: TEXT,
  executor: orNull(TEXT),
  isolation: oneOf(ISOLATIONS),
  memoryLimitMb: orNull(POSITIVE_NUMBER),
  dependsOnPast: BOOLEAN,
  ignoreFirstDependsOnPast: BOOLEAN,
  waitForDownstream: BOOLEAN,
  maxActiveTisPerDag: orNull(wholeNumber(1)),
  maxActiveTisPerDagRun: orNull(wholeNumber(1)),
  startDate: orNull(INSTANT),
  endDate: orNull(INSTANT),
  flow: orNull(oneOf(FLOWS)),
  respectTriggerRules: BOOLEAN,
  isSetup: BOOLEAN,
  isTeardown: BOOLEAN,
  onFailureFailDagRun: BOOLEAN,
  setups: SORTED_TEXTS,
  isEmpty: BOOLEAN,
  templates: OBJECT,
});

const GROUP = record<SerializedGroup>({
  groupId: id,
  parentId: idOrNull,
  displayName: orNull(TEXT),
  tooltip: orNull(TEXT),
});

const DAG = record<SerializedDag>({
  schemaVersion: oneOf([SERIALIZED_DAG_VERSION]),
  dagId: id,
  displayName: orNull(TEXT),
  description: orNull(TEXT),
  docMd: orNull(TEXT),
  owner: TEXT,
  tags: SORTED_TEXTS,
  timetable,
  startDate: orNull(INSTANT),
  endDate: orNull(INSTANT),
  catchup: BOOLEAN,
  maxActiveRuns: wholeNumber(1),
  maxActiveTasks: wholeNumber(1),
  maxConsecutiveFailedRuns: wholeNumber(0),
  dagRunTimeoutMs: orNull(POSITIVE_NUMBER),
  failFast: BOOLEAN,
  isPausedUponCreation: orNull(BOOLEAN),
  access: DAG_ACCESS,
  params: orNull(OBJECT),
  tasks: listOf(TASK),
  groups: listOf(GROUP),
  resultTaskId: idOrNull,
});

/**
 * The DAG that `json` is; the same object, not a copy.
 *
 * @throws {SerializedDagTooNewError} if a newer version of Tradewind wrote it.
 * @throws {SerializedDagInvalidError} with every field that is wrong, missing or unknown; when all fields are right,
 *   with every reference that leads nowhere and a cycle.
 */
export function readSerializedDag(json: unknown): SerializedDag {
  const version = isObject(json) ? json['schemaVersion'] : null;
  if (Number.isInteger(version) && (version as number) > SERIALIZED_DAG_VERSION) {
    throw new SerializedDagTooNewError(version as number, SERIALIZED_DAG_VERSION);
  }
  const faults: string[] = [];
  DAG(json, '', faults);
  if (faults.length === 0) faults.push(...faultsOfReferences(json as SerializedDag));
  if (faults.length > 0) throw new SerializedDagInvalidError(faults);
  return json as SerializedDag;
}
