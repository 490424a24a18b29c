import type { DagId, RunId } from '@tradewind/model';
import { type Command, defineCommand } from '../../define-command.ts';
import { EXIT_CODES } from '../../exit-codes.ts';
import { watchRun } from '../../live/watch-run.ts';
import { printFacts } from '../../output/print-facts.ts';
import { OUTPUT_OPTION } from '../../output/print-rows.ts';
import type { DagRun } from '../../ports/runs-port.ts';
import { RUN_COLUMNS } from '../runs/run-columns.ts';

export const triggerDag: Command = defineCommand({
  help: {
    description:
      'The run is queued, and starts as soon as the limits of the DAG allow it. With --wait its tasks are shown until it has finished, and the exit code says how: 0 success, 1 failed.',
    arguments: { dagId: { summary: 'The id of the DAG.' } },
    options: {
      conf: { kind: 'json', short: 'c', summary: 'The params of the run, as a JSON object.' },
      runId: {
        kind: 'text',
        short: 'r',
        valueName: 'id',
        summary: 'The id of the run. Without it one is made from the date.',
      },
      logicalDate: { kind: 'instant', short: 'l', summary: 'The logical date of the run. Without it the present.' },
      noLogicalDate: { kind: 'flag', summary: 'A run without a logical date, of which there may be many at once.' },
      runAfter: { kind: 'instant', summary: 'The earliest instant at which the run may start.' },
      note: { kind: 'text', short: 'n', valueName: 'text', summary: 'A note that stays with the run.' },
      wait: { kind: 'flag', short: 'w', summary: 'Show the run until it has finished.' },
      ...OUTPUT_OPTION,
    },
    examples: [
      { command: 'tradewind dags trigger sales --wait', summary: 'Run it and see how it goes' },
      { command: `tradewind dags trigger sales -c '{"region": "eu"}'`, summary: 'With params' },
      { command: 'tradewind dags trigger sales -l 2026-03-01', summary: 'For the data of a day' },
    ],
  },
  async run({ arguments: { dagId }, options }, ports) {
    const { terminal } = ports;
    const { dags, runs } = await ports.platform();
    const { conf, runId, logicalDate, noLogicalDate, runAfter, note, wait, output } = options;
    const logicalDateAt = noLogicalDate ? null : logicalDate;
    const run = await dags.trigger({
      dagId: dagId as DagId,
      conf: conf ?? {},
      note: note ?? null,
      ...(runId === undefined ? {} : { runId: runId as RunId }),
      ...(logicalDateAt === undefined ? {} : { logicalDateAt }),
      ...(runAfter === undefined ? {} : { runAfterAt: runAfter }),
    });
    const dag = await dags.find(run.dagId);
    for (const hint of hintsFor(run, dag.isPaused, await runs.hasScheduler(), ports.clock.now()))
      terminal.writeError(`${hint}\n`);
    if (!wait) {
      if (output === 'table') terminal.write(`Queued run ${run.runId} of ${run.dagId}.\n`);
      else printFacts(terminal, { columns: RUN_COLUMNS, row: run, output });
      return undefined;
    }
    const ended = await watchRun(ports, run);
    if (ended === null && ports.interruption.aborted) return undefined;
    return ended === 'success' ? EXIT_CODES.done.code : EXIT_CODES.failed.code;
  },
});

/** Why the run may not start soon. */
function hintsFor(run: DagRun, isPaused: boolean, hasScheduler: boolean, now: number): readonly string[] {
  return [
    ...(isPaused
      ? [`${run.dagId} is paused, so the run waits. "tradewind dags unpause ${run.dagId}" lets it start.`]
      : []),
    ...(hasScheduler ? [] : ['No scheduler is running, so the run waits. "tradewind standalone" starts one.']),
    ...(run.runAfterAt > now + 1000
      ? [`The run does not start before ${new Date(run.runAfterAt).toISOString()}.`]
      : []),
  ];
}
