export { applyFinished, applyStarted, MAX_LOST_ATTEMPTS } from './apply-report.ts';
export { compilePlan, type DagPlan } from './dag-plan.ts';
export { endRunIfDone, timeOutRun } from './end-run.ts';
export { endUnfinished } from './end-unfinished.ts';
export { explain } from './explain/explain.ts';
export {
  type DagSituation,
  type Explanation,
  GATE_LAYERS,
  type Gate,
  type GateLayer,
  type PoolSituation,
  type RunSituation,
  type TaskSituation,
} from './explain/gate.ts';
export { judgeTouched, touchAll } from './judge-cells.ts';
export { blockOf, limitKeys, type Surroundings } from './limits.ts';
export { lose } from './lose-attempt.ts';
export { judgePast, type PastVerdict, type PreviousRun } from './past.ts';
export { planBasis, planNext } from './plan-runs.ts';
export { type QueueSurroundings, ReadyQueue } from './ready-queue.ts';
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
