import { STEERING } from './brands.ts';

/** How an error ends its attempt, other than as a failure that may be retried. */
export type Steering =
  | { readonly kind: 'skip' }
  | { readonly kind: 'fail' }
  | { readonly kind: 'retry'; readonly retryInMs: number };

/** Makes an error, or with a prototype every error of a class, steer its attempt. */
export function steer(error: object, steering: Steering): void {
  Object.defineProperty(error, STEERING, { value: steering });
}

/** How `error` steers its attempt; null for an ordinary error. */
export function steeringOf(error: unknown): Steering | null {
  if (typeof error !== 'object' || error === null || !(STEERING in error)) return null;
  return error[STEERING] as Steering;
}
