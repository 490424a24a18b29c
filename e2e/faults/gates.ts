/** Tasks of `fixtures/gated` wait until the test lets them go on. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventually } from '../harness/eventually.ts';
import type { Project } from '../harness/project.ts';
import { type JournalLine, readJournal } from './check-journal.ts';

export class Gates {
  readonly #project: Project;

  constructor(project: Project) {
    this.#project = project;
    mkdirSync(folderOf(project), { recursive: true });
  }

  /** For the programs that run the tasks. */
  static environment(project: Project): Readonly<Record<string, string>> {
    return { E2E_GATES: folderOf(project) };
  }

  open(taskId: string, tryNumber: number): void {
    writeFileSync(join(folderOf(this.#project), `${taskId}-${tryNumber}`), '');
  }

  started(taskId: string, tryNumber: number): Promise<JournalLine> {
    return this.#line(taskId, tryNumber, 'start');
  }

  ended(taskId: string, tryNumber: number): Promise<JournalLine> {
    return this.#line(taskId, tryNumber, 'end');
  }

  failed(taskId: string, tryNumber: number): Promise<JournalLine> {
    return this.#line(taskId, tryNumber, 'fail');
  }

  #line(taskId: string, tryNumber: number, event: JournalLine['event']): Promise<JournalLine> {
    const isIt = (line: JournalLine): boolean =>
      line.taskId === taskId && line.tryNumber === tryNumber && line.event === event;
    return eventually(() => readJournal(this.#project.journal).find(isIt), {
      what: `${taskId} to ${event} in try ${tryNumber}`,
    });
  }
}

function folderOf({ folder }: Project): string {
  return join(folder, 'gates');
}
