import { type DagRunState, isFinishedRun } from '@tradewind/model';
import { stylesFor } from '../output/styles.ts';
import type { Ports } from '../ports/ports.ts';
import type { DagRun, RunSnapshot, TaskInstance } from '../ports/runs-port.ts';
import { liveBlock } from './live-block.ts';
import { nameOf, renderChange, renderEnd, renderProgress } from './run-progress.ts';

const REDRAW_MS = 100;

/**
 * Shows a run until it has finished: in place on a terminal, a line for each change elsewhere.
 *
 * Resolves to the state it ended in, or to null when it was interrupted or the run was deleted.
 */
export async function watchRun(ports: Ports, run: DagRun): Promise<DagRunState | null> {
  const { runs } = await ports.platform();
  const show = ports.terminal.isInteractive ? drawInPlace(ports) : printChanges(ports);
  let last: RunSnapshot | null = null;
  try {
    for await (const snapshot of runs.watch(run.dagRunKey, ports.interruption)) {
      last = snapshot;
      show.update(snapshot);
    }
  } finally {
    show.end();
  }
  if (last === null || !isFinishedRun(last.run.state)) {
    if (!ports.interruption.aborted) ports.terminal.writeError('The run was deleted while it was watched.\n');
    return null;
  }
  ports.terminal.write(renderEnd(last, stylesFor(ports.terminal)));
  return last.run.state;
}

interface RunView {
  update(snapshot: RunSnapshot): void;
  end(): void;
}

function drawInPlace({ terminal, clock }: Ports): RunView {
  const block = liveBlock(terminal);
  const styles = stylesFor(terminal);
  let latest: RunSnapshot | null = null;
  const draw = (): void => {
    if (latest === null) return;
    const view = { styles, columns: terminal.columns ?? 80, rows: (terminal.rows ?? 24) - 2, now: clock.now() };
    block.draw(renderProgress(latest, view));
  };
  const stop = clock.every(REDRAW_MS, draw);
  return {
    update(snapshot) {
      latest = snapshot;
      draw();
    },
    end() {
      stop();
      block.close();
    },
  };
}

function printChanges({ terminal }: Ports): RunView {
  const styles = stylesFor(terminal);
  const seen = new Map<string, string>();
  let runState: string | null = null;
  return {
    update({ run, taskInstances }) {
      if (run.state !== runState) terminal.write(`run ${run.runId} is ${run.state}\n`);
      runState = run.state;
      for (const task of inOrderOfChange(taskInstances)) {
        const name = nameOf(task);
        const now = `${task.state} ${task.tryNumber}`;
        const isNew = (seen.get(name) ?? 'none 0') !== now;
        seen.set(name, now);
        if (isNew) terminal.write(`${renderChange(task, styles)}\n`);
      }
    },
    end: () => undefined,
  };
}

/** As it happened: what ended or began first comes first. */
function inOrderOfChange(tasks: readonly TaskInstance[]): readonly TaskInstance[] {
  const changedAt = ({ startedAt, finishedAt, queuedAt }: TaskInstance): number =>
    finishedAt ?? startedAt ?? queuedAt ?? Number.POSITIVE_INFINITY;
  return tasks.toSorted((one, other) => changedAt(one) - changedAt(other) || 0);
}
