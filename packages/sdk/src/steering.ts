/**
 * What a task throws to steer itself. None of them is a defect: they say how the attempt ends.
 *
 * They are recognised by a shared symbol, so that a task that was bundled with another copy of this package steers too.
 */
import { type Duration, faultOfDuration, parseDuration } from './duration.ts';
import { OptionInvalidError } from './errors.ts';
import { steer } from './steer.ts';

/**
 * Ends the attempt as skipped; no retry follows, and tasks after it are skipped unless their trigger rule says otherwise.
 *
 * @example
 * const load = task('load', (files: string[]) => {
 *   if (files.length === 0) throw new Skip('no files today');
 *   return files.length;
 * });
 */
export class Skip extends Error {
  static {
    steer(Skip.prototype, { kind: 'skip' });
  }

  constructor(reason = 'skipped by the task') {
    super(reason);
    this.name = 'Skip';
  }
}

/**
 * Ends the attempt as failed; no retry follows, however many `retries` are left.
 *
 * @example
 * const charge = task('charge', (card: string) => {
 *   if (card === '') throw new Fail('there is no card, and a retry will not find one');
 *   return card;
 * });
 */
export class Fail extends Error {
  static {
    steer(Fail.prototype, { kind: 'fail' });
  }

  constructor(message: string, options?: { readonly cause?: unknown }) {
    super(message, options);
    this.name = 'Fail';
  }
}

/**
 * Ends the attempt as failed; if tries are left the next one starts after `delay` instead of after `retryDelay`.
 *
 * It does not add tries: with `retries: 0` the task fails.
 *
 * @throws {OptionInvalidError} when `delay` is not a duration.
 * @example
 * const poll = task('poll', { retries: 5 }, async () => {
 *   const response = await fetch('https://example.test/report');
 *   if (response.status === 429) throw new RetryIn('10m', 'the quota is used up');
 *   return response.text();
 * });
 */
export class RetryIn extends Error {
  constructor(delay: Duration, message = `asked for another try in ${delay}`, options?: { readonly cause?: unknown }) {
    super(message, options);
    this.name = 'RetryIn';
    const fault = faultOfDuration(delay);
    if (fault !== null) throw new OptionInvalidError('RetryIn', [`expected the delay to be ${fault}`]);
    steer(this, { kind: 'retry', retryInMs: parseDuration(delay) ?? 0 });
  }
}
