import type { DagRunType, JsonObject } from '@tradewind/model';
import { NoLogicalDateError } from '../errors.ts';
import { asDs, asDsNodash, asTs, asTsNodash } from './date-texts.ts';
import { TaskConnections } from './task-connections.ts';
import type { AnyParams, DataInterval, TaskContext } from './task-context.ts';
import type { TaskFacts } from './task-facts.ts';
import { TaskLog } from './task-log.ts';
import type { TaskServices } from './task-services.ts';
import { TaskVariables } from './task-variables.ts';
import { TaskXComs } from './task-xcoms.ts';

/** A context together with what the code that runs the attempt needs to know of it. */
export interface RuntimeContext extends TaskContext {
  readonly facts: TaskFacts;
  readonly services: TaskServices;
  /** Whether the task has asked for its XComs, so that there may be some to publish. */
  readonly hasXComs: boolean;
}

/** Makes the second argument of a task. Costs next to nothing: everything in it is made when it is asked for. */
export function createTaskContext(facts: TaskFacts, services: TaskServices): RuntimeContext {
  return new LazyContext(facts, services);
}

class LazyContext implements RuntimeContext {
  readonly facts: TaskFacts;
  readonly services: TaskServices;
  #log: TaskLog | null = null;
  #variables: TaskVariables | null = null;
  #connections: TaskConnections | null = null;
  #xcom: TaskXComs | null = null;

  constructor(facts: TaskFacts, services: TaskServices) {
    this.facts = facts;
    this.services = services;
  }

  get dagId(): string {
    return this.facts.run.dagId;
  }
  get runId(): string {
    return this.facts.run.runId;
  }
  get taskId(): string {
    return this.facts.taskId;
  }
  get runType(): DagRunType {
    return this.facts.run.runType;
  }
  get tryNumber(): number {
    return this.facts.tryNumber;
  }
  get maxTries(): number {
    return this.facts.maxTries;
  }
  get mapIndex(): number {
    return this.facts.mapIndex;
  }

  get logicalDate(): Date | null {
    const { logicalDateAt } = this.facts.run;
    return logicalDateAt === null ? null : new Date(logicalDateAt);
  }
  get dataInterval(): DataInterval {
    const { dataIntervalStartAt, dataIntervalEndAt } = this.facts.run;
    if (dataIntervalStartAt === null || dataIntervalEndAt === null) throw new NoLogicalDateError('dataInterval');
    return { start: new Date(dataIntervalStartAt), end: new Date(dataIntervalEndAt) };
  }
  get runAfter(): Date {
    return new Date(this.facts.run.runAfterAt);
  }
  get ds(): string {
    return asDs(this.#requireLogicalDate('ds'));
  }
  get dsNodash(): string {
    return asDsNodash(this.#requireLogicalDate('dsNodash'));
  }
  get ts(): string {
    return asTs(this.#requireLogicalDate('ts'));
  }
  get tsNodash(): string {
    return asTsNodash(this.#requireLogicalDate('tsNodash'));
  }

  get params(): AnyParams {
    return this.facts.params as AnyParams;
  }
  get conf(): JsonObject {
    return this.facts.run.conf;
  }

  get log(): TaskLog {
    this.#log ??= new TaskLog(this.services);
    return this.#log;
  }
  get signal(): AbortSignal {
    return this.services.signal;
  }
  get variables(): TaskVariables {
    this.#variables ??= new TaskVariables(this.services);
    return this.#variables;
  }
  get connections(): TaskConnections {
    this.#connections ??= new TaskConnections(this.services);
    return this.#connections;
  }
  get xcom(): TaskXComs {
    this.#xcom ??= new TaskXComs(this.facts, this.services);
    return this.#xcom;
  }
  get hasXComs(): boolean {
    return this.#xcom !== null;
  }

  #requireLogicalDate(name: string): Date {
    const date = this.logicalDate;
    if (date === null) throw new NoLogicalDateError(name);
    return date;
  }
}
