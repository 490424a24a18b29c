export { applyFinished, applyStarted, endUnfinished, lose } from './apply-report.ts';
export { compilePlan, type DagPlan } from './dag-plan.ts';
export { endRunIfDone, timeOutRun } from './end-run.ts';
export { judgeTouched, touchAll } from './judge-cells.ts';
export { judgePast, type PastVerdict, type PreviousRun } from './past.ts';
export { manualRunId, planBasis, planNext, scheduledRunId } from './plan-runs.ts';
export { blockOf, limitKeys, ReadyQueue, type Surroundings } from './ready-queue.ts';
export { REASON_CODES, type Reason, type ReasonCode, reason } from './reason-codes.ts';
export {
  type BoardStart,
  type Cell,
  type CellState,
  createBoard,
  hasChanges,
  markCommitted,
  moveCell,
  newCellState,
  type RunBoard,
} from './run-board.ts';
export { type PoolState, SlotLedger } from './slot-ledger.ts';
