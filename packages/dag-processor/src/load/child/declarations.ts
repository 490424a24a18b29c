/**
 * Collects the DAGs that modules declare, each with the module that does.
 *
 * A process loads several files that may import each other, and a module is evaluated once. So a DAG belongs to the module
 * whose top level was running when it was declared, not to the file that was being loaded: of an ES module that is the
 * outermost frame in the bundle, of CommonJS the one that Node's `Module._compile` called.
 */
import type { DagDefinition } from '@tradewind/sdk/runtime';
import { readStackFrames, type StackFrame } from './stack-frames.ts';

export interface Declaration {
  readonly dag: DagDefinition;
  /** Absolute path; null when no code of the bundle was running. */
  readonly module: string | null;
  readonly line: number | null;
}

/** Where `dag()` of any copy of the SDK leaves what it declares. */
const COLLECTOR: symbol = Symbol.for('tradewind.collector');

export class Declarations {
  readonly #all: Declaration[] = [];
  #isOfBundle: (path: string) => boolean = () => false;

  /** From here on every DAG that this process declares is collected. */
  collect(isOfBundle: (path: string) => boolean): void {
    this.#isOfBundle = isOfBundle;
    const collector = { push: (dag: DagDefinition) => this.#add(dag) };
    (globalThis as { [COLLECTOR]?: unknown })[COLLECTOR] = collector;
  }

  /** In the order in which they were declared. */
  get all(): readonly Declaration[] {
    return this.#all;
  }

  #add(dag: DagDefinition): void {
    const frames = readStackFrames(new Error('here').stack ?? '');
    const top = findTopLevel(frames, this.#isOfBundle);
    this.#all.push({ dag, module: top?.file ?? null, line: top?.line ?? null });
  }
}

function findTopLevel(frames: readonly StackFrame[], isOfBundle: (path: string) => boolean): StackFrame | undefined {
  const required = frames.find(({ file }, index) => {
    return isOfBundle(file) && frames[index + 1]?.file === 'node:internal/modules/cjs/loader';
  });
  return required ?? frames.findLast(({ file }) => isOfBundle(file));
}
