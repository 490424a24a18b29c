import type { DagId, TaskId } from '@tradewind/model';
import { type Command, defineCommand } from '../../define-command.ts';
import { renderYaml } from '../../output/render-yaml.ts';
import { TEST_OPTIONS } from '../test-options.ts';

export const renderTask: Command = defineCommand({
  help: {
    isLocal: true,
    description: 'Renders the templates of a task for a run that does not exist, without running the task.',
    arguments: { dagId: { summary: 'The id of the DAG.' }, taskId: { summary: 'The id of the task.' } },
    options: {
      ...TEST_OPTIONS,
      output: {
        kind: 'choice',
        short: 'o',
        choices: ['yaml', 'json'],
        default: 'yaml',
        summary: 'How the result is written.',
      },
    },
  },
  async run({ arguments: { dagId, taskId }, options }, { terminal, services, config, clock, interruption }) {
    const testBench = await (await services()).testBench();
    const rendered = await testBench.renderTask(await config(), {
      dagId: dagId as DagId,
      taskId: taskId as TaskId,
      logicalDateAt: options.noLogicalDate ? null : (options.logicalDate ?? clock.now()),
      conf: options.conf ?? {},
      signal: interruption,
    });
    if (options.output === 'json') terminal.write(`${JSON.stringify(rendered, null, 2)}\n`);
    else if (Object.keys(rendered).length === 0) terminal.writeError(`Task ${taskId} has no templated fields.\n`);
    else terminal.write(renderYaml(rendered));
    return undefined;
  },
});
