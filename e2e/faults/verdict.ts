/** What has to hold when everything has finished, whatever was killed meanwhile. */
import { type Database, isUnreachable } from '@tradewind/store';
import { eventually } from '../harness/eventually.ts';
import { checkInstants, checkPool } from './check-instants.ts';
import { checkJournal, readJournal } from './check-journal.ts';
import { checkRuns } from './check-runs.ts';
import { type RecordedRun, readRecordedRuns } from './recorded.ts';

/** The pool of the DAG `narrow`. */
export const NARROW_SLOTS = 2;

export interface VerdictSources {
  readonly database: Database;
  /** The file that tasks write to. */
  readonly journal: string;
  /** The ids of all runs that were accepted. */
  readonly accepted: readonly string[];
  /** The pids of the schedulers that may live. */
  readonly schedulers: readonly number[];
}

/** Waits until no run is unfinished. */
export async function awaitEndOfRuns(
  database: Database,
  onChange: (listener: () => void) => () => void,
): Promise<void> {
  await eventually(() => lookForUnfinished(database), {
    what: 'the end of all runs',
    onChange,
    everyMs: 500,
    timeoutMs: 60_000,
  });
}

/** A sentence for each thing that is wrong. */
export async function findFaults(sources: VerdictSources): Promise<readonly string[]> {
  const { database, journal, accepted, schedulers } = sources;
  const runs = await readRecordedRuns(database);
  const recorded = new Set(runs.map(({ runId }) => runId));
  return [
    ...accepted.filter((runId) => !recorded.has(runId)).map((runId) => `the run ${runId} was accepted, and is lost`),
    ...checkRuns(runs),
    ...checkInstants(runs),
    ...checkPool(runs, 'narrow', NARROW_SLOTS),
    ...checkJournal(runs, readJournal(journal)),
    ...(await checkPools(database)),
    ...(await checkLeases(database, schedulers)),
  ];
}

export interface Damage {
  readonly runs: number;
  readonly tasks: number;
  /** Attempts by what became of them: `attempt_lost`, `crashed`, `PlannedError`. */
  readonly attempts: Readonly<Record<string, number>>;
}

/** How much there was to survive: a test of faults that did no harm proves nothing. */
export async function countDamage(database: Database): Promise<Damage> {
  const runs = await readRecordedRuns(database);
  const attempts: Record<string, number> = {};
  for (const { reasonCode, exitReason, errorName } of runs.flatMap((run) => run.attempts)) {
    const kind = reasonCode === 'attempt_lost' ? reasonCode : (exitReason ?? errorName ?? 'unknown');
    attempts[kind] = (attempts[kind] ?? 0) + 1;
  }
  return {
    runs: runs.length,
    tasks: runs.reduce((sum: number, run: RecordedRun) => sum + run.tasks.size, 0),
    attempts,
  };
}

async function lookForUnfinished(database: Database): Promise<true | Error> {
  try {
    const rows = await database.query<{ readonly what: string }>({
      name: 'e2e-unfinished',
      text: `select dag_id || ' ' || run_id || ' is ' || state as what from dag_run where finished_at is null`,
    });
    return rows.length === 0 || new Error(rows.map(({ what }) => what).join(', '));
  } catch (error) {
    if (isUnreachable(error)) return error as Error;
    throw error;
  }
}

async function checkPools(database: Database): Promise<readonly string[]> {
  const rows = await database.query<{ readonly name: string; readonly occupied: number }>({
    name: 'e2e-pools',
    text: 'select name, occupied from pool where occupied <> 0',
  });
  return rows.map(({ name, occupied }) => `pool ${name} has ${occupied} occupied slots, and nothing runs`);
}

async function checkLeases(database: Database, schedulers: readonly number[]): Promise<readonly string[]> {
  const rows = await database.query<{ readonly pid: number }>({
    name: 'e2e-schedulers',
    text: 'select pid from scheduler where ended_at is null',
  });
  const dead = rows.filter(({ pid }) => !schedulers.includes(pid));
  return dead.map(({ pid }) => `the dead scheduler ${pid} has a lease`);
}
