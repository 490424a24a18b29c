import { ISOLATIONS, TRIGGER_RULES, WEIGHT_RULES } from '@tradewind/model';
import {
  aBoolean,
  aCount,
  aDuration,
  aFactor,
  anything,
  aPositiveCount,
  aText,
  aWholeNumber,
  type Checks,
  oneOf,
  orNull,
} from './check-options.ts';
import type { TaskOptions, TaskSettings } from './task-options.ts';

const AUTHORED_TRIGGER_RULES = TRIGGER_RULES.filter((rule) => rule !== 'all_done_setup_success');

/** Dates are read together with the schedule, whose time zone they may need. */
const aDate = anything;

export const SETTING_CHECKS: Checks<TaskSettings> = {
  retries: aCount,
  retryDelay: aDuration,
  retryBackoff: aFactor,
  maxRetryDelay: orNull(aDuration),
  executionTimeout: orNull(aDuration),
  triggerRule: oneOf(AUTHORED_TRIGGER_RULES),
  pool: aText,
  poolSlots: aPositiveCount,
  priorityWeight: aWholeNumber,
  weightRule: oneOf(WEIGHT_RULES),
  queue: aText,
  executor: orNull(aText),
  isolation: oneOf(ISOLATIONS),
  memoryLimitMb: orNull(aPositiveCount),
  dependsOnPast: aBoolean,
  ignoreFirstDependsOnPast: aBoolean,
  waitForDownstream: aBoolean,
  maxActiveTisPerDag: orNull(aPositiveCount),
  maxActiveTisPerDagRun: orNull(aPositiveCount),
  startDate: aDate,
  endDate: aDate,
  owner: aText,
};

export const TASK_CHECKS: Checks<TaskOptions> = { ...SETTING_CHECKS, displayName: aText, docMd: aText };
