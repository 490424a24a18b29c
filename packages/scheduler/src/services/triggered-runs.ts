/** Runs that somebody in this process asked for: created in a turn, and answered once that is durable. */
import { type Database, findDagRunByKey } from '@tradewind/store';
import { DagNotRunnableError } from '../errors.ts';
import type { Trigger } from './inbox.ts';
import type { Roster } from './roster.ts';
import type { Turn } from './turn.ts';

/** Creates the runs that can be created; one that exists by now, or cannot run, is answered at once. */
export function createTriggeredRuns(triggers: readonly Trigger[], turn: Turn, roster: Roster): void {
  for (const trigger of triggers) {
    const { dagId, dagRunKey, request } = trigger;
    const dag = roster.dags.get(dagId);
    if (roster.has(dagId, dagRunKey)) trigger.resolve(dagRunKey);
    else if (dag === undefined || turn.createRun(dag, request, 'manual', dagRunKey) === undefined) {
      trigger.reject(new DagNotRunnableError(dagId));
    } else turn.triggered.set(dagRunKey, trigger);
  }
}

/** Answers a trigger whose run the database left out, since there is one of its name or date. */
export async function answerLeftOut(trigger: Trigger, database: Database): Promise<void> {
  const { dagRunKey, dagId, request } = trigger;
  // After a commit of unknown outcome the run that exists may be this very one.
  if ((await findDagRunByKey(database, dagRunKey)) !== null) trigger.resolve(dagRunKey);
  else trigger.reject(new DagNotRunnableError(dagId, `a run "${request.runId}" exists already`));
}
