import type { SkipDirective } from './attempt.ts';
import type { DagGraph } from './dag-graph.ts';
import { didYouMean } from './suggestion.ts';

/**
 * The tasks that a branch, short circuit or latest-only task at `index` skips, sorted.
 *
 * - `follow`: of the direct downstream tasks those that are neither chosen nor downstream of a chosen one.
 * - `stop`: everything downstream; with `respectTriggerRules` only the direct ones, and their trigger rules do the rest.
 *
 * Teardowns are spared: they have to run when their setup succeeded, however the work ended. An unknown task id
 * chooses nothing; `faultOfSkipDirective` reports it.
 */
export function tasksToSkip(graph: DagGraph, index: number, directive: SkipDirective): Int32Array {
  const skipped = candidatesOf(graph, index, directive);
  return skipped.filter((candidate) => !graph.tasks[candidate]!.isTeardown);
}

/** A sentence that says what is wrong with the directive of the task at `index`, or null when it can be obeyed. */
export function faultOfSkipDirective(graph: DagGraph, index: number, directive: SkipDirective): string | null {
  if (directive.kind === 'stop') return null;
  const choices = Array.from(graph.downstream[index]!, (below) => graph.taskIds[below]!);
  const wrong = directive.taskIds.find((taskId) => !choices.includes(taskId));
  if (wrong === undefined) return null;
  const offer = choices.length === 0 ? 'it has none' : `these are ${choices.map((choice) => `"${choice}"`).join(', ')}`;
  return `Task "${graph.taskIds[index]}" chose "${wrong}", which is not directly downstream of it: ${offer}.${didYouMean(wrong, choices)}`;
}

function candidatesOf(graph: DagGraph, index: number, directive: SkipDirective): Int32Array {
  const direct = graph.downstream[index]!;
  switch (directive.kind) {
    case 'stop':
      return directive.respectTriggerRules ? direct : graph.descendants(index);
    case 'follow': {
      const chosen = directive.taskIds.map(graph.indexOf).filter((choice) => choice >= 0);
      const followed = new Set(chosen.flatMap((choice) => [choice, ...graph.descendants(choice)]));
      return direct.filter((below) => !followed.has(below));
    }
  }
}
