import { type Command, defineCommand } from '../../define-command.ts';
import type { Column } from '../../output/column.ts';
import { friendlyDistance } from '../../output/format-time.ts';
import { machineRow, OUTPUT_OPTION, printRows } from '../../output/print-rows.ts';
import { renderYaml } from '../../output/render-yaml.ts';
import { type Styles, styleState, stylesFor } from '../../output/styles.ts';
import type { Explanation, Gate } from '../../ports/tasks-port.ts';
import { findTaskInstance, MAP_INDEX_OPTION, TASK_INSTANCE_ARGUMENTS } from './find-task-instance.ts';

const COLUMNS: readonly Column<Gate>[] = [
  { name: 'id', kind: 'text', value: ({ id }) => id },
  { name: 'layer', kind: 'text', value: ({ layer }) => layer },
  { name: 'status', kind: 'text', value: ({ status }) => status },
  { name: 'sentence', kind: 'text', value: ({ sentence }) => sentence },
  { name: 'evidence', kind: 'json', value: ({ evidence }) => evidence },
  { name: 'since', kind: 'instant', value: ({ sinceAt }) => sinceAt },
  { name: 'fix', kind: 'text', value: ({ fix }) => fix },
];

export const explainTask: Command = defineCommand({
  help: {
    description:
      'Why a task instance is, or is not, running: every condition on its way to a worker, whether it holds, by which facts, since when, and what to do about it.',
    arguments: TASK_INSTANCE_ARGUMENTS,
    options: { ...MAP_INDEX_OPTION, ...OUTPUT_OPTION },
  },
  async run({ arguments: names, options: { mapIndex, output } }, { terminal, platform, clock }) {
    const opened = await platform();
    const { run, task } = await findTaskInstance(opened, { ...names, mapIndex });
    const explanation = await opened.tasks.explain({
      dagId: run.dagId,
      runId: run.runId,
      taskId: task.taskId,
      mapIndex: task.mapIndex,
    });
    const { state, verdict, gates } = explanation;
    const whole = { state, verdict, gates: gates.map((gate) => machineRow(COLUMNS, gate)) };
    if (output === 'json') terminal.write(`${JSON.stringify(whole, null, 2)}\n`);
    else if (output === 'yaml') terminal.write(renderYaml(whole));
    else if (output === 'plain') printRows(terminal, { columns: COLUMNS, rows: gates, output, empty: verdict });
    else terminal.write(renderExplanation(explanation, stylesFor(terminal), clock.now()));
    return undefined;
  },
});

const MARKS = { pass: '✓', block: '✗', unknown: '?' } as const;
const COLOURS = { pass: 'green', block: 'red', unknown: 'yellow' } as const;

function renderExplanation({ state, verdict, gates }: Explanation, styles: Styles, now: number): string {
  const lines = gates.flatMap((gate) => {
    const { id, status, sentence, evidence, sinceAt, fix } = gate;
    const colour = styles[COLOURS[status]];
    const since = sinceAt === null ? '' : styles.dim(` (since ${friendlyDistance(sinceAt, now)})`);
    const facts = Object.entries(evidence).map(([name, value]) => `${name}=${formatFact(value)}`);
    return [
      `${colour(MARKS[status])} ${styles.bold(id)}  ${sentence}${since}`,
      ...(status === 'pass' || facts.length === 0 ? [] : [styles.dim(`    ${facts.join('  ')}`)]),
      ...(fix === null || status === 'pass' ? [] : [`    → ${fix}`]),
    ];
  });
  return [`${styleState(styles, state)}  ${verdict}`, ...(lines.length === 0 ? [] : ['', ...lines]), ''].join('\n');
}

function formatFact(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
