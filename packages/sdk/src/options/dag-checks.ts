import { faultsOfDagAccess } from '@tradewind/model';
import { faultOfParamsOption } from '../params/declared-params.ts';
import {
  aBoolean,
  aCount,
  aDuration,
  aListOfTexts,
  anything,
  aPositiveCount,
  aText,
  type Check,
  type Checks,
  orNull,
} from './check-options.ts';
import type { DagOptions } from './dag-options.ts';

/** Schedule, dates and defaults are read by code of their own, which says more about them. */
const readLater = anything;

/** The first thing that is wrong with rights. */
const anAccess: Check = (value) => {
  const [fault] = faultsOfDagAccess(value, 'it');
  return fault === undefined ? null : `rights of roles: ${fault}`;
};

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
  access: anAccess,
};
