import type { DagId } from '@tradewind/model';
import { type Command, defineCommand } from '../../define-command.ts';
import { EXIT_CODES } from '../../exit-codes.ts';
import { printTest } from '../../live/test-progress.ts';
import { friendlyDuration } from '../../output/format-time.ts';
import { styleState, stylesFor } from '../../output/styles.ts';
import { TEST_OPTIONS } from '../test-options.ts';

export const testDag: Command = defineCommand({
  help: {
    isLocal: true,
    description:
      'Runs the DAG as its file is, with its real tasks, connections and variables, and shows logs, states and results as they come. Nothing is recorded, limits and pools do not count, and retries follow at once. The exit code is 0 after success, 1 after a failure.',
    arguments: { dagId: { summary: 'The id of the DAG.' } },
    options: TEST_OPTIONS,
    examples: [{ command: 'tradewind dags test sales -l 2026-03-01', summary: 'As if for the data of a day' }],
  },
  async run({ arguments: { dagId }, options }, { terminal, services, config, clock, interruption }) {
    const startedAt = clock.now();
    const testBench = await (await services()).testBench();
    const observer = printTest(terminal, clock);
    const state = await testBench.testDag(await config(), {
      dagId: dagId as DagId,
      logicalDateAt: options.noLogicalDate ? null : (options.logicalDate ?? startedAt),
      conf: options.conf ?? {},
      observer,
      signal: interruption,
    });
    if (interruption.aborted) return undefined;
    const counts = [...observer.counts].map(([name, count]) => `${count} ${name}`).join(', ');
    const styles = stylesFor(terminal);
    const took = friendlyDuration(clock.now() - startedAt);
    terminal.write(
      `Test of ${dagId}: ${styleState(styles, state)} in ${took} ${styles.dim(`(${counts || 'no tasks'})`)}\n`,
    );
    return state === 'success' ? EXIT_CODES.done.code : EXIT_CODES.failed.code;
  },
});
