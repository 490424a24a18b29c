import type { DagId, TaskId } from '@tradewind/model';
import { type Command, defineCommand } from '../../define-command.ts';
import { EXIT_CODES } from '../../exit-codes.ts';
import { printTest } from '../../live/test-progress.ts';
import { styleState, stylesFor } from '../../output/styles.ts';
import { TEST_OPTIONS } from '../test-options.ts';

export const testTask: Command = defineCommand({
  help: {
    isLocal: true,
    description:
      'Runs one attempt of a task as its file is, whatever is upstream, and shows its log and its result. Nothing is recorded. The exit code is 0 when it succeeds or skips itself, 1 when it fails.',
    arguments: { dagId: { summary: 'The id of the DAG.' }, taskId: { summary: 'The id of the task.' } },
    options: {
      ...TEST_OPTIONS,
      inputs: { kind: 'json', short: 'i', summary: 'The results of its upstream tasks, by task id.' },
    },
    examples: [
      {
        command: `tradewind tasks test sales total --inputs '{"extract": [1, 2]}'`,
        summary: 'With the result of the task before it',
      },
    ],
  },
  async run({ arguments: { dagId, taskId }, options }, { terminal, services, config, clock, interruption }) {
    const testBench = await (await services()).testBench();
    const outcome = await testBench.testTask(await config(), {
      dagId: dagId as DagId,
      taskId: taskId as TaskId,
      mapIndex: -1,
      logicalDateAt: options.noLogicalDate ? null : (options.logicalDate ?? clock.now()),
      conf: options.conf ?? {},
      inputs: options.inputs ?? {},
      observer: printTest(terminal, clock),
      signal: interruption,
    });
    if (interruption.aborted) return undefined;
    const styles = stylesFor(terminal);
    if (outcome.kind === 'failed') {
      const { name, message, stack } = outcome.error;
      terminal.write(`${taskId} ${styleState(styles, 'failed')}: ${name}: ${message}\n`);
      if (stack !== null) terminal.write(`${styles.dim(stack)}\n`);
      return EXIT_CODES.failed.code;
    }
    const detail =
      outcome.kind === 'skipped' ? `: ${outcome.reason}` : outcome.result === undefined ? '' : `: ${outcome.result}`;
    terminal.write(`${taskId} ${styleState(styles, outcome.kind)}${detail}\n`);
    return EXIT_CODES.done.code;
  },
});
