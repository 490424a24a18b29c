/** The gates of the run. */
import { ageInWords } from './age-in-words.ts';
import { countInWords } from './count-in-words.ts';
import { type Gate, isoOf, type Judge } from './gate.ts';

/** Whether the time of the run has come. */
export const judgeRunAfter: Judge = ({ cell, run, now }) => {
  const { runAfterAt } = cell.board.facts;
  if (run.state !== 'queued' || runAfterAt <= now) return null;
  return {
    id: 'run_after',
    layer: 'run',
    status: 'block',
    sentence: `The run starts at ${isoOf(runAfterAt)}, in ${ageInWords(runAfterAt - now)}.`,
    evidence: { runAfter: isoOf(runAfterAt) },
    sinceAt: run.queuedAt,
    fix: null,
  };
};

/** Whether the run was started, and behind which runs it waits. */
export const judgeRunState: Judge = (situation) => {
  const { cell, run, now } = situation;
  const { facts, plan } = cell.board;
  const limit = plan.dag.maxActiveRuns;
  const evidence = {
    state: run.state,
    running: run.runningCount,
    maxActiveRuns: limit,
    behind: [...run.runningRunIds],
  };
  const gate = { id: 'run_state', layer: 'run', evidence } as const;
  switch (run.state) {
    case 'running':
      return { ...gate, status: 'pass', sentence: `Run "${facts.runId}" is under way.`, sinceAt: null, fix: null };
    case 'queued': {
      if (facts.runAfterAt > now) return null;
      const isFull = run.runningCount >= limit;
      const sentence = isFull
        ? fullSentence(situation)
        : 'The run is queued, and nothing that is written down holds it back.';
      const fix = isFull ? 'Let one of them end, or raise maxActiveRuns of the DAG.' : null;
      return { ...gate, status: 'block', sentence, sinceAt: run.queuedAt, fix };
    }
    case 'success':
    case 'failed':
      return endedRun(situation, gate);
  }
};

function fullSentence({ cell, run }: Parameters<Judge>[0]): string {
  const names = run.runningRunIds.map((runId) => `"${runId}"`).join(', ');
  const more = run.runningCount > run.runningRunIds.length ? ' and others' : '';
  const ahead =
    run.queuedAhead === 0
      ? 'It is the next one.'
      : `${countInWords(run.queuedAhead, 'queued run goes', 'queued runs go')} first.`;
  return `The run waits for another run of the DAG to end: ${run.runningCount} of ${cell.board.plan.dag.maxActiveRuns} under way, ${names}${more}. ${ahead}`;
}

function endedRun({ cell, run }: Parameters<Judge>[0], gate: Pick<Gate, 'id' | 'layer' | 'evidence'>): Gate {
  const isLeftOver = cell.state === 'none' || cell.state === 'scheduled';
  const why = run.reason === null ? '' : ` (${String(run.reason['code'])})`;
  return {
    ...gate,
    status: isLeftOver ? 'block' : 'pass',
    sentence: `The run ended at ${isoOf(run.finishedAt)} as ${run.state}${why}.`,
    sinceAt: run.finishedAt,
    fix: isLeftOver
      ? `tradewind tasks clear ${cell.board.facts.dagId} ${cell.task.taskId} --run ${cell.board.facts.runId}`
      : null,
  };
}
