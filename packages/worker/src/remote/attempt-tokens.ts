/** The tokens of the attempts of a worker. */
import { renewTokens } from '@tradewind/contract/execution';
import type { AttemptId } from '@tradewind/model';
import type { Credentials, ExecutionClient } from './execution-client.ts';

export class AttemptTokens {
  readonly #client: ExecutionClient;
  readonly #ofWorker: Credentials;
  readonly #tokens = new Map<AttemptId, string>();

  constructor(client: ExecutionClient, ofWorker: Credentials) {
    this.#client = client;
    this.#ofWorker = ofWorker;
  }

  set(attemptId: AttemptId, token: string): void {
    this.#tokens.set(attemptId, token);
  }

  delete(attemptId: AttemptId): void {
    this.#tokens.delete(attemptId);
  }

  /** What calls in the name of this attempt show. An expired token is made anew once a call, if the attempt is ours. */
  of(attemptId: AttemptId): Credentials {
    let hasAsked = false;
    return {
      token: () => this.#tokens.get(attemptId) ?? null,
      onRefreshed: (token) => {
        if (this.#tokens.has(attemptId)) this.#tokens.set(attemptId, token);
      },
      onInvalid: async () => {
        if (hasAsked) return false;
        hasAsked = true;
        const { value } = await this.#client.call(renewTokens, { body: { attempt_ids: [attemptId] } }, this.#ofWorker);
        const [renewed] = value.tokens;
        if (renewed !== undefined) this.#tokens.set(attemptId, renewed.token);
        return renewed !== undefined;
      },
    };
  }
}
