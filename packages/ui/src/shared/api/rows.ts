/** The entities of the API, by the names that pages use. */
import type { AnswerOf, getDagDetails, getDagRun, getTaskInstance } from '@tradewind/contract';

export type Dag = AnswerOf<typeof getDagDetails>;
export type DagRun = AnswerOf<typeof getDagRun>;
export type TaskInstance = AnswerOf<typeof getTaskInstance>;
