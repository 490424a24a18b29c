import { displayWidth } from '../output/display-width.ts';
import { type GraphNode, layerGraph, type Place } from './layer-graph.ts';
import { type Channel, type RoutedGraph, routeEdges } from './route-edges.ts';

export interface DrawnNode extends GraphNode {
  /** May hold colour codes. */
  readonly label: string;
}

/** Directions in which a line leaves a cell. */
const UP = 1;
const DOWN = 2;
const LEFT = 4;
const RIGHT = 8;
const GLYPHS: Readonly<Record<number, string>> = {
  [LEFT]: '─',
  [RIGHT]: '─',
  [LEFT | RIGHT]: '─',
  [UP | DOWN]: '│',
  [DOWN | RIGHT]: '╭',
  [DOWN | LEFT]: '╮',
  [UP | RIGHT]: '╰',
  [UP | LEFT]: '╯',
  [UP | DOWN | RIGHT]: '├',
  [UP | DOWN | LEFT]: '┤',
  [DOWN | LEFT | RIGHT]: '┬',
  [UP | LEFT | RIGHT]: '┴',
  [UP | DOWN | LEFT | RIGHT]: '┼',
};
/** A line that comes in from above or below, where another one goes straight on. */
const JOINS: Readonly<Record<number, string>> = { [UP]: '╨', [DOWN]: '╥', [UP | DOWN]: '╫' };

/**
 * Draws a graph from left to right. `nodes` come after all of their upstream nodes.
 *
 * A line splits at `┬ ┴ ├ ┼`; lines that only cross show the vertical one; at `╨ ╥ ╫` the vertical line ends in a
 * horizontal one that does not split there. Returns the lines of text, which may be wider than a terminal: see
 * `drawingWidth`.
 */
export function drawGraph(nodes: readonly DrawnNode[]): readonly string[] {
  if (nodes.length === 0) return [];
  const layers = layerGraph(nodes);
  const routed = routeEdges(layers);
  const labels = new Map(nodes.map(({ id, label }) => [id, label]));
  const columns = layers.flatMap((layer, index) => {
    const channel = routed.channels[index];
    if (channel === undefined) return [drawLayer(layer, labels, routed)];
    const bendRows = new Set(layers[index + 1]!.filter(({ isBend }) => isBend).map(({ key }) => routed.rows.get(key)!));
    return [drawLayer(layer, labels, routed), drawChannel(channel, routed.rowCount, bendRows)];
  });
  return Array.from({ length: routed.rowCount }, (_, row) =>
    columns
      .map((column) => column[row]!)
      .join('')
      .trimEnd(),
  );
}

/** How many columns a drawing takes. */
export function drawingWidth(lines: readonly string[]): number {
  return Math.max(0, ...lines.map(displayWidth));
}

/** The labels below each other, with lines that lead from them, or pass by, to the right. */
function drawLayer(
  layer: readonly Place[],
  labels: ReadonlyMap<string, string>,
  { rows, rowCount }: RoutedGraph,
): readonly string[] {
  const width = Math.max(1, ...layer.filter(({ isBend }) => !isBend).map(({ id }) => displayWidth(labels.get(id)!)));
  const byRow = new Map(layer.map((place) => [rows.get(place.key)!, place]));
  return Array.from({ length: rowCount }, (_, row) => {
    const place = byRow.get(row);
    if (place === undefined) return ' '.repeat(width + 1);
    if (place.isBend) return '─'.repeat(width + 1);
    const label = labels.get(place.id)!;
    const rest = width - displayWidth(label);
    return `${label} ${(place.targets.length > 0 ? '─' : ' ').repeat(rest)}`;
  });
}

/** What lines do in a cell. */
const PASSES_UP = 1;
const PASSES_RIGHT = 2;
const TURNS = 4;

/** Two columns for each track, and a space before the labels that follow; a line that goes on through a bend has none. */
function drawChannel(
  { nets, trackCount }: Channel,
  rowCount: number,
  bendRows: ReadonlySet<number>,
): readonly string[] {
  const width = 2 * trackCount + 1;
  const directions = Array.from({ length: rowCount }, () => new Array<number>(width).fill(0));
  const uses = Array.from({ length: rowCount }, () => new Array<number>(width).fill(0));
  const add = (row: number, column: number, given: number): void => {
    directions[row]![column]! |= given;
    uses[row]![column]! |= given === (UP | DOWN) ? PASSES_UP : given === (LEFT | RIGHT) ? PASSES_RIGHT : TURNS;
  };
  for (const { sourceRows, targetRows, track } of nets) {
    const turn = track === null ? width : 2 * track + 1;
    for (const row of sourceRows) for (let column = 0; column < turn; column += 1) add(row, column, LEFT | RIGHT);
    if (track === null) continue;
    for (const row of targetRows)
      for (let column = turn + 1; column < width; column += 1) add(row, column, LEFT | RIGHT);
    const all = [...sourceRows, ...targetRows];
    const [top, bottom] = [Math.min(...all), Math.max(...all)];
    for (let row = top; row <= bottom; row += 1) {
      const vertical = (row > top ? UP : 0) | (row < bottom ? DOWN : 0);
      add(row, turn, vertical | (sourceRows.includes(row) ? LEFT : 0) | (targetRows.includes(row) ? RIGHT : 0));
    }
  }
  return directions.map((cells, row) => {
    const text = cells.map((given, column) => glyph(given, uses[row]![column]!)).join('');
    return text + (bendRows.has(row) ? '─' : ' ');
  });
}

function glyph(directions: number, uses: number): string {
  if (uses === (PASSES_UP | PASSES_RIGHT)) return '│';
  if (uses === (TURNS | PASSES_RIGHT)) return JOINS[directions & (UP | DOWN)]!;
  return GLYPHS[directions] ?? ' ';
}
