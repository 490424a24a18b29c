import { getGrid, getGridRun, MAX_GRID_RUNS } from '@tradewind/contract';
import type { DagId, RunId } from '@tradewind/model';
import { type Database, findDagRun, readGridRunTasks } from '@tradewind/store';
import { binaryGrid } from '../grid/binary-grid.ts';
import { readGrid } from '../grid/read-grid.ts';
import { Structures } from '../grid/structures.ts';
import { type Endpoint, handle } from '../http/handle.ts';
import { notFound } from '../http/http-problem.ts';
import { presentGridTask } from '../present/grid.ts';

const BINARY = 'application/octet-stream';

export interface GridParts {
  readonly database: Database;
}

export function gridEndpoints({ database }: GridParts): readonly Endpoint[] {
  const structures = new Structures(database);
  return [
    handle(getGrid, async ({ params, query, request, reply }) => {
      const page = await readGrid(
        { database, structures },
        {
          dagId: params.dag_id as DagId,
          limit: Math.min(query.limit!, MAX_GRID_RUNS),
          before: query.before,
          structure: query.structure,
          states: query.state,
          runTypes: query.run_type,
        },
      );
      reply.header('vary', 'accept');
      if (request.headers.accept?.includes(BINARY)) return reply.type(BINARY).send(binaryGrid(page));
      const runs = page.columns.map(({ head, cells }) => ({
        ...head,
        cells: Buffer.from(cells.buffer, cells.byteOffset, cells.byteLength).toString('base64'),
      }));
      return { ...page.head, runs };
    }),
    handle(getGridRun, async ({ params }) => {
      const run = await findDagRun(database, params.dag_id as DagId, params.dag_run_id as RunId);
      if (run === null) throw notFound(`The DAG "${params.dag_id}" has no run "${params.dag_run_id}".`);
      const [tasks, versions] = await Promise.all([
        readGridRunTasks(database, run.dagRunKey),
        structures.read([run.dagVersionId]),
      ]);
      const rows = versions.get(run.dagVersionId);
      const rowOf = new Map(rows?.taskIds.map((taskId, row) => [taskId, row]));
      return {
        dag_id: run.dagId,
        dag_run_id: run.runId,
        state: run.state,
        structure: rows?.hash ?? null,
        tasks: tasks.map((task) => presentGridTask(task, rowOf.get(task.taskId))),
      };
    }),
  ];
}
