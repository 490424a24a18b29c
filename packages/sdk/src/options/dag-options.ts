import type { DagAccessInput } from '@tradewind/model';
import type { Duration } from '../duration.ts';
import type { ParamsSchema } from '../params/params-schema.ts';
import type { ScheduleInput } from '../schedules/read-schedule.ts';
import type { DateInput } from './date-input.ts';
import type { TaskSettings } from './task-options.ts';

/** What a DAG is, besides its tasks. */
export interface DagOptions<Schema extends ParamsSchema = ParamsSchema> {
  /** When it runs by itself. @default null: only when it is triggered */
  readonly schedule?: ScheduleInput;
  /** Runs are for data from here on. A date or a local time is one of the schedule's time zone. @default no limit */
  readonly startDate?: DateInput | null;
  /** Runs are for data up to here. @default no limit */
  readonly endDate?: DateInput | null;
  /** Makes up for every run since the start date that there was not; else only for the latest one. @default false */
  readonly catchup?: boolean;
  /** What a trigger may give: a Standard Schema that can give a JSON Schema, or a JSON Schema, of an object. */
  readonly params?: Schema;
  /** Options for all its tasks; an option of the task itself wins. */
  readonly defaults?: TaskSettings;
  /** Words to find it by. */
  readonly tags?: readonly string[];
  /** One line for lists. */
  readonly description?: string;
  /** The name that people see. @default the id */
  readonly displayName?: string;
  /** Documentation in Markdown. */
  readonly docMd?: string;
  /** Whom to ask. @default 'tradewind' */
  readonly owner?: string;
  /** How many runs may be active at once. @default 16; 1 when the schedule is continuous */
  readonly maxActiveRuns?: number;
  /** How many task instances of one run may be queued or running at once. @default 16 */
  readonly maxActiveTasks?: number;
  /** Pauses the DAG when so many runs in a row have failed; 0 never does. @default 0 */
  readonly maxConsecutiveFailedRuns?: number;
  /** How long a run may take; then it fails, and its unfinished tasks are skipped. @default no limit */
  readonly dagRunTimeout?: Duration | null;
  /** Ends the run as soon as one task has failed. Needs the default trigger rule on all tasks. @default false */
  readonly failFast?: boolean;
  /** Whether it waits to be un-paused when it is seen for the first time. @default as the installation is configured */
  readonly isPausedUponCreation?: boolean | null;
  /**
   * Which roles may do what with this DAG, beyond what they may do with all of them. When it is given, nothing that roles
   * say about this one DAG counts any more; `{}` gives it to nobody but those who may use all DAGs.
   *
   * @default what roles say
   * @example
   * const access = { analysts: ['can_read', 'can_edit'], robots: { DAGs: ['can_edit'], 'DAG Runs': ['can_create'] } } as const;
   * dag('shared', { access }, () => empty('nothing'));
   */
  readonly access?: DagAccessInput;
}
