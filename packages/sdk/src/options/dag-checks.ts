import { faultOfParamsOption } from '../params/declared-params.ts';
import {
  aBoolean,
  aCount,
  aDuration,
  aListOfTexts,
  anything,
  aPositiveCount,
  aText,
  type Checks,
  orNull,
} from './check-options.ts';
import type { DagOptions } from './dag-options.ts';

/** Schedule, dates and defaults are read by code of their own, which says more about them. */
const readLater = anything;

export const DAG_CHECKS: Checks<DagOptions> = {
  schedule: readLater,
  startDate: readLater,
  endDate: readLater,
  catchup: aBoolean,
  params: faultOfParamsOption,
  defaults: readLater,
  tags: aListOfTexts,
  description: aText,
  displayName: aText,
  docMd: aText,
  owner: aText,
  maxActiveRuns: aPositiveCount,
  maxActiveTasks: aPositiveCount,
  maxConsecutiveFailedRuns: aCount,
  dagRunTimeout: orNull(aDuration),
  failFast: aBoolean,
  isPausedUponCreation: orNull(aBoolean),
};
