/** What the scheduler's process answers to workers: the Execution API, and the code of bundle versions. */
import type { WorkerQuestion } from '@tradewind/model';
import type { ExecutionApi } from '@tradewind/worker';
import type { BundleShelf } from './bundle-shelf.ts';
import { ExecutionMethodUnknownError } from './errors.ts';

type AnyMethod = (...args: readonly unknown[]) => Promise<unknown>;

export function answerWorkers(api: ExecutionApi, bundles: BundleShelf): (question: WorkerQuestion) => Promise<unknown> {
  const methods = new Map<string, AnyMethod>(
    Object.entries(api).map(([name, method]) => [name, (method as AnyMethod).bind(api)]),
  );
  return async (question) => {
    switch (question.kind) {
      case 'execution': {
        const method = methods.get(question.method);
        if (method === undefined) throw new ExecutionMethodUnknownError(question.method);
        return method(question.attemptId, ...question.args);
      }
      case 'bundle_manifest':
        return bundles.manifest(question.version);
      case 'bundle_part':
        return bundles.part(question.version, question.path, question.offset);
    }
  };
}
