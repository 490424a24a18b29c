/**
 * Ends its own process with SIGKILL at a named point: `node --import <this file>`, with `E2E_CRASH_POINT=<name>:<n>` for
 * the n-th time that the point is reached. It stands in the way of calls that leave the program, and of nothing else, so
 * that what runs is the product as people start it.
 */
import fs from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import { LocalExecutor } from '@tradewind/executors';
import pg from 'pg';
import type { CrashPoint } from './crash-point-names.ts';

const [name, occurrence] = (process.env['E2E_CRASH_POINT'] ?? ':0').split(':');
let left = Number(occurrence);

/** Does not return when the point is the one, and its time has come. */
function reach(point: CrashPoint): void {
  if (point !== name) return;
  left -= 1;
  if (left === 0) process.kill(process.pid, 'SIGKILL');
}

type AnyFunction = (...values: never[]) => unknown;

/** Puts `wrap` around a method. */
function around<Target extends object>(
  target: Target,
  method: keyof Target & string,
  wrap: (original: () => unknown, values: readonly unknown[], replace: (values: unknown[]) => void) => unknown,
): void {
  const original = target[method] as AnyFunction;
  const wrapped = function (this: unknown, ...values: unknown[]): unknown {
    let given = values;
    const replace = (others: unknown[]): void => {
      given = others;
    };
    return wrap(() => Reflect.apply(original, this, given), values, replace);
  };
  Object.defineProperty(target, method, { value: wrapped, configurable: true, writable: true });
}

/** The statements that are points, and what stands before, after sending, and after the answer. */
const STATEMENTS: Readonly<Record<string, { before?: CrashPoint; sent?: CrashPoint; answered?: CrashPoint }>> = {
  'commit-turn': { before: 'commit-not-sent', sent: 'commit-sent', answered: 'commit-answered' },
  'register-scheduler': { answered: 'scheduler-registered' },
  'claim-dags': { sent: 'dags-claimed' },
  'upsert-dags': { answered: 'dags-half-recorded' },
};

around(pg.Client.prototype, 'query', (query, [config]) => {
  const points = STATEMENTS[(config as { readonly name?: string } | undefined)?.name ?? ''];
  if (points === undefined) return query();
  if (points.before !== undefined) reach(points.before);
  const answer = query() as Promise<unknown>;
  const { sent, answered } = points;
  // The bytes are with the system when this turn of the event loop is over; answers are read in the next one.
  if (sent !== undefined) setImmediate(() => reach(sent));
  if (answered !== undefined) answer.then(() => reach(answered)).catch(() => undefined);
  return answer;
});

around(LocalExecutor.prototype, 'submit', (submit) => {
  submit();
  reach('attempts-handed-over');
});

around(LocalExecutor.prototype, 'start', (start, [listener], replace) => {
  replace([
    (batch: unknown) => {
      reach('reports-received');
      (listener as (batch: unknown) => void)(batch);
    },
  ]);
  return start();
});

const isDraft = (path: unknown): boolean => /\/bundles\/\.[^/]*\./.test(String(path));

around(fs, 'writeFile', (write, [path]) => {
  if (isDraft(path)) reach('snapshot-half-written');
  return write();
});
around(fs, 'rename', (rename, [path]) => {
  if (isDraft(path)) reach('snapshot-not-named');
  return rename();
});
syncBuiltinESMExports();
