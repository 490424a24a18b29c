import { type Command, defineCommand } from '../define-command.ts';
import { CommandFailedError } from '../errors.ts';
import { EXIT_CODES, type ExitCode } from '../exit-codes.ts';
import { renderLogLine } from '../output/render-log-line.ts';
import { stylesFor } from '../output/styles.ts';
import type { Attempt } from '../ports/logs-port.ts';
import { findTaskInstance, MAP_INDEX_OPTION, TASK_INSTANCE_ARGUMENTS } from './tasks/find-task-instance.ts';

export const showLogs: Command = defineCommand({
  help: {
    description: 'The log of the latest attempt, or of the one that --try names.',
    arguments: TASK_INSTANCE_ARGUMENTS,
    options: {
      try: { kind: 'integer', short: 't', valueName: 'number', min: 1, summary: 'Which attempt: 1 is the first.' },
      follow: {
        kind: 'flag',
        short: 'f',
        summary: 'Go on with what is still written, until the attempt has finished.',
      },
      ...MAP_INDEX_OPTION,
      output: {
        kind: 'choice',
        short: 'o',
        choices: ['text', 'json'],
        default: 'text',
        summary: 'For people, or a JSON object a line.',
      },
    },
    examples: [
      { command: 'tradewind logs sales 2026-03-01 load --follow', summary: 'The log of a running task' },
      { command: 'tradewind logs sales 2026-03-01 load --try 1', summary: 'Why the first attempt failed' },
    ],
  },
  async run({ arguments: names, options }, { terminal, platform, interruption }): Promise<ExitCode> {
    const opened = await platform();
    const { run, task } = await findTaskInstance(opened, { ...names, mapIndex: options.mapIndex });
    const target = { dagRunKey: run.dagRunKey, taskId: task.taskId, mapIndex: task.mapIndex };
    const attempts = await opened.logs.listAttempts(target);
    const { tryNumber } = chooseAttempt(attempts, options.try, task.taskId);
    const styles = stylesFor(terminal);
    let lineCount = 0;
    const lines = opened.logs.read({ ...target, tryNumber }, { follow: options.follow, signal: interruption });
    for await (const line of lines) {
      lineCount += 1;
      terminal.write(options.output === 'json' ? `${JSON.stringify(line)}\n` : `${renderLogLine(line, styles)}\n`);
    }
    if (lineCount === 0) terminal.writeError(`Attempt ${tryNumber} of ${task.taskId} has written nothing.\n`);
    return EXIT_CODES.done.code;
  },
});

function chooseAttempt(attempts: readonly Attempt[], wanted: number | undefined, taskId: string): Attempt {
  const latest = attempts.at(-1);
  if (latest === undefined) throw new CommandFailedError(`Task "${taskId}" has not begun, so it has no log.`);
  if (wanted === undefined) return latest;
  const attempt = attempts.findLast(({ tryNumber }) => tryNumber === wanted);
  if (attempt !== undefined) return attempt;
  throw new CommandFailedError(`Task "${taskId}" has no attempt ${wanted}: the latest is ${latest.tryNumber}.`);
}
