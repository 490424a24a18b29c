import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { drawGraph } from './draw-graph.ts';

type Spec = Readonly<Record<string, readonly string[]>>;

function draw(spec: Spec): string {
  return drawGraph(Object.entries(spec).map(([id, upstream]) => ({ id, upstream, label: id }))).join('\n');
}

describe('drawing', () => {
  test('a chain is a line', () => {
    expect(draw({ extract: [], clean: ['extract'], load: ['clean'] })).toBe('extract ─ clean ─ load');
  });

  test('a diamond splits and joins', () => {
    expect(`\n${draw({ extract: [], eu: ['extract'], us: ['extract'], report: ['eu', 'us'] })}\n`).toBe(`
extract ─┬─ eu ─┬─ report
         ╰─ us ─╯
`);
  });

  test('an edge over several layers passes the tasks between', () => {
    expect(`\n${draw({ a: [], b: ['a'], c: ['b'], d: ['a', 'c'] })}\n`).toBe(`
a ─┬─ b ─ c ─┬─ d
   ╰─────────╯
`);
  });

  test('a line that joins another one without taking its way is drawn double', () => {
    const drawing = draw({ a: [], b: [], c: ['a'], d: ['a', 'b'], e: ['b'] });
    expect(`\n${drawing}\n`).toBe(`
   ╭─── c
a ─┴─╥─ d
b ───┴─ e
`);
  });

  test('nothing is nothing', () => {
    expect(draw({})).toBe('');
  });
});

/** Random graphs in topological order: each node after any of the ones before it. */
const graphs = fc
  .tuple(fc.integer({ min: 1, max: 14 }), fc.infiniteStream(fc.integer({ min: 0, max: 9 })))
  .map(([size, dice]): Spec => {
    const nodes: Record<string, string[]> = {};
    for (let index = 0; index < size; index += 1) {
      nodes[`n${index}`] = Object.keys(nodes).filter(() => dice.next().value! < 3);
    }
    return nodes;
  });

test('whoever follows the lines finds every edge, and no other', () => {
  fc.assert(
    fc.property(graphs, (spec) => {
      const expected = Object.entries(spec).flatMap(([id, upstream]) => upstream.map((above) => `${above}→${id}`));
      expect([...readEdges(draw(spec))].sort()).toEqual(expected.sort());
    }),
    { numRuns: 300 },
  );
});

type Direction = 'right' | 'up' | 'down';

/** Where a line that comes in `direction` leaves each glyph; never to the left. */
const WAYS: Readonly<Record<string, Readonly<Record<Direction, readonly Direction[]>>>> = {
  '─': { right: ['right'], up: [], down: [] },
  '│': { right: ['right'], up: ['up'], down: ['down'] },
  '╭': { right: [], up: ['right'], down: [] },
  '╮': { right: ['down'], up: [], down: [] },
  '╰': { right: [], up: [], down: ['right'] },
  '╯': { right: ['up'], up: [], down: [] },
  '├': { right: [], up: ['up', 'right'], down: ['down', 'right'] },
  '┤': { right: ['up', 'down'], up: ['up'], down: ['down'] },
  '┬': { right: ['right', 'down'], up: ['right'], down: [] },
  '┴': { right: ['right', 'up'], up: [], down: ['right'] },
  '┼': { right: ['right', 'up', 'down'], up: ['up', 'right'], down: ['down', 'right'] },
  '╥': { right: ['right'], up: ['right'], down: [] },
  '╨': { right: ['right'], up: [], down: ['right'] },
  '╫': { right: ['right'], up: ['up', 'right'], down: ['down', 'right'] },
};
const STEP = { right: [0, 1], up: [-1, 0], down: [1, 0] } as const;

/** Reads a drawing back. */
function readEdges(drawing: string): ReadonlySet<string> {
  const lines = drawing.split('\n');
  const edges = new Set<string>();
  lines.forEach((line, row) => {
    for (const match of line.matchAll(/n\d+/g)) follow(match[0], row, match.index + match[0].length);
  });
  return edges;

  function follow(from: string, row: number, column: number): void {
    const seen = new Set<string>();
    const open: [number, number, Direction][] = [[row, column + 1, 'right']];
    for (let at = open.pop(); at !== undefined; at = open.pop()) {
      if (seen.has(at.join())) continue;
      seen.add(at.join());
      const [y, x, direction] = at;
      const target = /^ (n\d+)/.exec(lines[y]!.slice(x));
      if (target !== null && direction === 'right') edges.add(`${from}→${target[1]}`);
      for (const next of WAYS[lines[y]![x] ?? ' ']?.[direction] ?? []) {
        open.push([y + STEP[next][0], x + STEP[next][1], next]);
      }
    }
  }
}
