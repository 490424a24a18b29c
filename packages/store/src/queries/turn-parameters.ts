/** A turn as the parameters of `commit_turn_v2`: one array for each column of what most turns write, JSON for the rest. */
import type { SchedulerId } from '@tradewind/model';
import {
  bigintElement,
  doubleElement,
  encodeArray,
  instantElement,
  integerElement,
  jsonElement,
  textElement,
  uuidElement,
} from '../encode-array.ts';
import { encodeJson } from '../encode-json.ts';
import type { TurnChanges } from './commit-turn.ts';
import { encodeNewRuns } from './create-runs.ts';

type Columns = readonly (Buffer | null)[];

/** In the order in which the function takes them. */
export function turnParameters(schedulerId: SchedulerId, turn: TurnChanges): readonly (Buffer | string | null)[] {
  const runs = inOrder(turn.runs, ({ id }) => id);
  const pools = inOrder(turn.pools, ({ name }) => name);
  return [
    schedulerId,
    encodeArray(uuidElement, runs, ({ id }) => id),
    encodeArray(bigintElement, runs, ({ revision }) => revision),
    turn.newRuns.length === 0 ? null : encodeNewRuns(turn.newRuns),
    ...instanceColumns(turn.taskInstances),
    ...xcomColumns(turn.xcoms),
    ...runStateColumns(turn.runStates),
    encodeArray(textElement, pools, ({ name }) => name),
    encodeArray(integerElement, pools, ({ delta }) => delta),
    json(turn.attempts),
    json(turn.xcomResets),
    json(turn.plans),
    json(turn.streaks),
  ];
}

/** Rows are locked in this order by everybody, so that nobody waits in a circle. */
function inOrder<Row>(rows: readonly Row[], keyOf: (row: Row) => string): readonly Row[] {
  if (rows.length < 2) return rows;
  return rows.toSorted((left, right) => (keyOf(left) < keyOf(right) ? -1 : 1));
}

const NO_INSTANCES = Array.from({ length: 21 }, () => null);
const NO_XCOMS = Array.from({ length: 5 }, () => null);
const NO_RUN_STATES = NO_XCOMS;

function instanceColumns(rows: TurnChanges['taskInstances']): Columns {
  if (rows.length === 0) return NO_INSTANCES;
  return [
    encodeArray(uuidElement, rows, ({ r }) => r),
    encodeArray(textElement, rows, ({ t }) => t),
    encodeArray(integerElement, rows, ({ m }) => m),
    encodeArray(textElement, rows, ({ s }) => s),
    encodeArray(integerElement, rows, ({ n }) => n),
    encodeArray(integerElement, rows, ({ x }) => x),
    encodeArray(integerElement, rows, ({ l }) => l),
    encodeArray(uuidElement, rows, ({ a }) => a),
    encodeArray(jsonElement, rows, ({ y }) => y),
    encodeArray(instantElement, rows, ({ d }) => d),
    encodeArray(instantElement, rows, ({ c }) => c),
    encodeArray(instantElement, rows, ({ q }) => q),
    encodeArray(instantElement, rows, ({ h }) => h),
    encodeArray(instantElement, rows, ({ b }) => b),
    encodeArray(instantElement, rows, ({ f }) => f),
    encodeArray(instantElement, rows, ({ e }) => e),
    encodeArray(textElement, rows, ({ w }) => w),
    encodeArray(doubleElement, rows, ({ u }) => u),
    encodeArray(doubleElement, rows, ({ p }) => p),
    encodeArray(jsonElement, rows, ({ o }) => o),
    encodeArray(jsonElement, rows, ({ z }) => z),
  ];
}

function xcomColumns(rows: TurnChanges['xcoms']): Columns {
  if (rows.length === 0) return NO_XCOMS;
  return [
    encodeArray(uuidElement, rows, ({ r }) => r),
    encodeArray(textElement, rows, ({ t }) => t),
    encodeArray(integerElement, rows, ({ m }) => m),
    encodeArray(textElement, rows, ({ k }) => k),
    encodeArray(textElement, rows, ({ v }) => v),
  ];
}

function runStateColumns(rows: TurnChanges['runStates']): Columns {
  if (rows.length === 0) return NO_RUN_STATES;
  return [
    encodeArray(uuidElement, rows, ({ id }) => id),
    encodeArray(textElement, rows, ({ state }) => state),
    encodeArray(instantElement, rows, (row) => row.started_at),
    encodeArray(instantElement, rows, (row) => row.finished_at),
    encodeArray(jsonElement, rows, ({ reason }) => reason),
  ];
}

function json(rows: readonly unknown[]): string | null {
  return rows.length === 0 ? null : encodeJson(rows);
}
