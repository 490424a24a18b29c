/** The gates of the DAG and of the scheduler that owns it. */
import { ageInWords } from './age-in-words.ts';
import { type Gate, isoOf, type Judge } from './gate.ts';

/** Whether its file still declares the DAG, and can be loaded. */
export const judgeDagFile: Judge = ({ dag, run }) => {
  const { file, isActive, importError } = dag;
  const gate = { id: 'dag_file', layer: 'dag', evidence: { file, importError }, sinceAt: null } as const;
  const where = importError === null ? '' : ` It cannot be loaded: ${String(importError['message'])}`;
  if (!isActive) {
    return {
      ...gate,
      status: run.state === 'running' ? 'pass' : 'block',
      sentence: `File "${file}" no longer declares the DAG, so that no run of it starts; those under way go on.${where}`,
      fix: 'Declare the DAG again, or correct its file: tradewind dags list-import-errors',
    };
  }
  if (importError === null) {
    return { ...gate, status: 'pass', sentence: `File "${file}" declares the DAG and can be loaded.`, fix: null };
  }
  return {
    ...gate,
    status: 'pass',
    sentence: `File "${file}" cannot be loaded any more, so that its last good version stays in force.${where}`,
    fix: 'Correct the file: tradewind dags list-import-errors',
  };
};

export const judgePause: Judge = ({ dag, cell }) => {
  const { dagId } = cell.board.facts;
  const gate = { id: 'dag_paused', layer: 'dag', evidence: { isPaused: dag.isPaused } } as const;
  if (!dag.isPaused) return { ...gate, status: 'pass', sentence: 'The DAG is not paused.', sinceAt: null, fix: null };
  return {
    ...gate,
    status: 'block',
    sentence: 'The DAG is paused: nothing of it is started.',
    sinceAt: cell.reason?.code === 'dag_paused' ? cell.scheduledAt : null,
    fix: `tradewind dags unpause ${dagId}`,
  };
};

/** Whether somebody is there to move it on. */
export const judgeScheduler: Judge = ({ dag, now }) => {
  const { ownerName, ownerHeartbeatAt, isOwnerAlive, liveSchedulers, lastHeartbeatAt } = dag;
  const evidence = { owner: ownerName, lastHeartbeat: isoOf(ownerHeartbeatAt), liveSchedulers };
  const gate = { id: 'scheduler', layer: 'dag', evidence } as const;
  if (isOwnerAlive) {
    const age = ageInWords(Math.max(0, now - (ownerHeartbeatAt ?? now)));
    const sentence = `Scheduler ${ownerName} takes care of the DAG; its last heartbeat was ${age} ago.`;
    return { ...gate, status: 'pass', sentence, sinceAt: null, fix: null };
  }
  if (liveSchedulers > 0) return withoutOwner(gate);
  const last =
    lastHeartbeatAt === null
      ? 'None was ever started.'
      : `The last heartbeat was ${ageInWords(now - lastHeartbeatAt)} ago.`;
  return {
    ...gate,
    status: 'block',
    sentence: `No scheduler is running. ${last}`,
    sinceAt: lastHeartbeatAt,
    fix: 'Start one: "tradewind standalone" or "tradewind scheduler"',
  };
};

function withoutOwner(gate: Pick<Gate, 'id' | 'layer' | 'evidence'>): Gate {
  const sentence = 'No live scheduler owns the DAG at this moment; one of the others takes it over within its lease.';
  return { ...gate, status: 'block', sentence, sinceAt: null, fix: null };
}
