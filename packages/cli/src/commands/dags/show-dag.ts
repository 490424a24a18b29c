import { compileDag, type DagId, type SerializedDag, type TaskInstanceState } from '@tradewind/model';
import { type Command, defineCommand } from '../../define-command.ts';
import { CommandFailedError } from '../../errors.ts';
import { type DrawnNode, drawGraph, drawingWidth } from '../../graph/draw-graph.ts';
import { renderDot, renderMermaid } from '../../graph/export-graph.ts';
import { renderTree } from '../../graph/render-tree.ts';
import { truncate } from '../../output/display-width.ts';
import { STATE_MARKS, type Styles, styleState, stylesFor } from '../../output/styles.ts';
import type { Platform } from '../../ports/platform.ts';
import type { Terminal } from '../../ports/terminal.ts';

/** Above this a drawing is a maze, whatever room there is. */
const MOST_DRAWN_TASKS = 60;
const LONGEST_LABEL = 40;
const SHORT_LABEL = 18;
/** Where the output is no terminal. */
const DEFAULT_WIDTH = 160;

export const showDag: Command = defineCommand({
  help: {
    description:
      'Draws the tasks from left to right, or as a tree when there are too many for the width of the terminal. With --run each task has the colour and mark of its state.',
    arguments: { dagId: { summary: 'The id of the DAG.' } },
    options: {
      run: {
        kind: 'text',
        short: 'r',
        valueName: 'id',
        summary: 'Show the states of this run, by its id or its logical date.',
      },
      output: {
        kind: 'choice',
        short: 'o',
        choices: ['graph', 'tree', 'dot', 'mermaid'],
        default: 'graph',
        summary: 'As a drawing, a tree, or for Graphviz or Mermaid.',
      },
    },
    examples: [
      { command: 'tradewind dags show sales --run 2026-03-01', summary: 'How far a run has come' },
      { command: 'tradewind dags show sales -o dot | dot -Tsvg > sales.svg', summary: 'As a picture' },
    ],
  },
  async run({ arguments: { dagId }, options: { run, output } }, { terminal, platform }) {
    const ports = await platform();
    const { dag, states } = await findGraph(ports, dagId as DagId, run);
    if (output === 'dot') terminal.write(renderDot(dag));
    else if (output === 'mermaid') terminal.write(renderMermaid(dag));
    else {
      terminal.write(`${render(dag, states, terminal, output).join('\n')}\n`);
      const { yellow } = stylesFor(terminal);
      for (const { message } of await ports.dags.listWarnings(dag.dagId)) terminal.write(`${yellow(message)}\n`);
    }
    return undefined;
  },
});

interface FoundGraph {
  readonly dag: SerializedDag;
  /** By task; null without a run. */
  readonly states: ReadonlyMap<string, TaskInstanceState> | null;
}

/** The version in force, or the one that the run runs. */
async function findGraph({ dags, runs }: Platform, dagId: DagId, runIdOrDate: string | undefined): Promise<FoundGraph> {
  if (runIdOrDate === undefined) {
    const { version, file } = await dags.find(dagId);
    if (version === null)
      throw new CommandFailedError(`${file} has not been loaded yet, so nothing is known of its tasks.`);
    return { dag: version.serialized, states: null };
  }
  const { dagRunKey } = await runs.find(dagId, runIdOrDate);
  const [dag, { taskInstances }] = await Promise.all([runs.dagOf(dagRunKey), runs.snapshot(dagRunKey)]);
  return { dag, states: new Map(taskInstances.map(({ taskId, state }) => [taskId, state])) };
}

function render(
  dag: SerializedDag,
  states: FoundGraph['states'],
  terminal: Terminal,
  output: 'graph' | 'tree',
): readonly string[] {
  const styles = stylesFor(terminal);
  const width = terminal.columns ?? DEFAULT_WIDTH;
  if (dag.tasks.length === 0) return ['It has no tasks.'];
  if (output === 'graph' && dag.tasks.length <= MOST_DRAWN_TASKS) {
    for (const longest of [LONGEST_LABEL, SHORT_LABEL]) {
      const lines = drawGraph(nodesOf(dag, states, styles, longest));
      if (drawingWidth(lines) <= width) return lines;
    }
  }
  return renderTree(nodesOf(dag, states, styles, Number.POSITIVE_INFINITY), styles);
}

function nodesOf(
  dag: SerializedDag,
  states: FoundGraph['states'],
  styles: Styles,
  longest: number,
): readonly DrawnNode[] {
  const graph = compileDag(dag);
  return Array.from(graph.topologicalOrder, (index) => {
    const { taskId, upstream } = graph.tasks[index]!;
    const state = states === null ? null : (states.get(taskId) ?? 'none');
    return { id: taskId, upstream, label: labelOf(truncate(taskId, longest), state, styles) };
  });
}

/** The groups of a task stand before its name, and back. */
function labelOf(name: string, state: TaskInstanceState | null, styles: Styles): string {
  const dot = name.lastIndexOf('.') + 1;
  const parts = `${styles.dim(name.slice(0, dot))}${name.slice(dot)}`;
  if (state === null) return dot === 0 ? name : parts;
  return styleState(styles, state, `${STATE_MARKS[state]} ${name}`);
}
