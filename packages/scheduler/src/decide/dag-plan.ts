import type { CodeLocation, DagGraph, DagVersionId, SerializedDag } from '@tradewind/model';
import { compileDag } from '@tradewind/model';

/** A version of a DAG, compiled once and shared by its runs. */
export interface DagPlan {
  readonly versionId: DagVersionId;
  readonly dag: SerializedDag;
  readonly graph: DagGraph;
  readonly code: CodeLocation;
  /** By index of a setup: the tasks in its scope. Absent for other tasks. */
  readonly scopes: ReadonlyMap<number, readonly number[]>;
  /** True when some task asks how the previous run went. */
  readonly asksThePast: boolean;
}

export function compilePlan(versionId: DagVersionId, dag: SerializedDag, code: CodeLocation): DagPlan {
  const graph = compileDag(dag);
  const scopes = new Map<number, number[]>();
  dag.tasks.forEach((task, index) => {
    for (const setup of task.setups) {
      const at = graph.indexOf(setup);
      scopes.set(at, [...(scopes.get(at) ?? []), index]);
    }
  });
  const asksThePast = dag.tasks.some((task) => task.dependsOnPast || task.waitForDownstream);
  return { versionId, dag, graph, code, scopes, asksThePast };
}
