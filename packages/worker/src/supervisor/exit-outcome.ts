/** The outcome of an attempt that the task did not end itself. Pure: facts in, words out. */
import type { AttemptOutcome, ExitReason, SerializedError } from '@tradewind/model';
import type { EndingFacts } from './attempt-ending.ts';
import type { ChildExit } from './child-process.ts';

const HEAP_IS_FULL = /heap out of memory|Reached heap limit/i;
/** How much of what was printed to stderr goes into the message. */
const LAST_LINES = 5;

type Failure = Extract<AttemptOutcome, { kind: 'failed' }>;

export function failure(exitReason: ExitReason, message: string, isRetryable = true): Failure {
  return { kind: 'failed', exitReason, isRetryable, error: errorOf(exitReason, message) };
}

function errorOf(exitReason: ExitReason, message: string): SerializedError {
  const [name, code] = NAME_OF[exitReason];
  return { name, message, code, stack: null, cause: null };
}

const NAME_OF: Readonly<Record<ExitReason, readonly [name: string, code: string]>> = {
  crashed: ['WorkerCrashedError', 'WORKER_CRASHED'],
  timeout: ['AttemptTimeoutError', 'ATTEMPT_TIMEOUT'],
  out_of_memory: ['OutOfMemoryError', 'OUT_OF_MEMORY'],
  cancelled: ['AttemptCancelledError', 'ATTEMPT_CANCELLED'],
  lost: ['AttemptLostError', 'ATTEMPT_LOST'],
  could_not_start: ['WorkerStartError', 'WORKER_COULD_NOT_START'],
};

/** The child ended on its own while the attempt ran. */
export function outcomeOfExit(exit: ChildExit): Failure {
  if (exit.startError !== null) {
    return failure('could_not_start', `The worker process could not be started: ${exit.startError.message}`);
  }
  const said = exit.lastErrors.slice(-LAST_LINES).join('\n');
  if (exit.lastErrors.some((line) => HEAP_IS_FULL.test(line))) {
    return failure(
      'out_of_memory',
      'The heap of the worker process was full, and Node ended it. Hold less in memory at a time, ' +
        'or give the task more with memoryLimitMb.',
    );
  }
  const how = exit.signal === null ? `with code ${exit.exitCode}` : `by signal ${exit.signal}`;
  const hint = exit.signal === 'SIGKILL' ? ' The operating system does that when memory runs out.' : '';
  return failure('crashed', `The worker process ended ${how} while the task ran.${hint}${said && `\n${said}`}`);
}

/** The attempt was ended on purpose; `ending` says why and how far that had to go. */
export function outcomeOfEnding(ending: EndingFacts): Failure {
  const how = HOW_IT_ENDED[ending.step];
  switch (ending.reason) {
    case 'timeout':
      return failure('timeout', `${ending.why} ${how}`);
    case 'cancelled':
      return failure('cancelled', `${ending.why} ${how}`, false);
    case 'out_of_memory':
    case 'lost':
    case 'could_not_start':
      return failure(ending.reason, `${ending.why} ${how}`);
  }
}

const HOW_IT_ENDED: Readonly<Record<EndingFacts['step'], string>> = {
  asked: 'It stopped when its signal was aborted.',
  terminated: 'It did not stop when its signal was aborted, and was ended with SIGTERM.',
  killed: 'It was ended with SIGKILL.',
};
