/** Answers what a worker asks. An attempt that is not the worker's any more is answered nothing. */
import type { AttemptId, Json, SerializedError, WorkerQuestion } from '@tradewind/model';

export interface QuestionPorts {
  readonly answer: (question: WorkerQuestion) => Promise<unknown>;
  /** Whether the worker that asks has this attempt, and it is not finished. */
  readonly isHeld: (attemptId: AttemptId) => boolean;
}

export type Answer =
  | { readonly kind: 'answer'; readonly value: Json }
  | { readonly kind: 'refusal'; readonly error: SerializedError };

export async function answerQuestion(question: WorkerQuestion, { answer, isHeld }: QuestionPorts): Promise<Answer> {
  if (question.kind === 'execution' && !isHeld(question.attemptId)) return { kind: 'refusal', error: NOT_YOURS };
  try {
    return { kind: 'answer', value: ((await answer(question)) ?? null) as Json };
  } catch (error) {
    return { kind: 'refusal', error: serialize(error) };
  }
}

const NOT_YOURS: SerializedError = {
  name: 'AttemptNotYoursError',
  message: 'The attempt was given up, or has ended; its worker may not ask for anything in its name any more.',
  code: 'ATTEMPT_NOT_YOURS',
  stack: null,
  cause: null,
};

function serialize(error: unknown): SerializedError {
  const { name, message } = error instanceof Error ? error : new Error(String(error));
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null;
  return { name, message, code, stack: null, cause: null };
}
