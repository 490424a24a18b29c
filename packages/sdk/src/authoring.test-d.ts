/** What compiles, and above all what does not. `tsc -p tsconfig.json` checks it; nothing here runs. */
import { z } from 'zod';
import {
  branch,
  chain,
  cron,
  type DagDefinition,
  type Duration,
  dag,
  every,
  group,
  type Handle,
  RetryIn,
  shortCircuit,
  task,
} from './index.ts';
import { empty } from './operators/index.ts';

interface Order {
  readonly id: number;
  readonly amount: number;
}

const extract = task('extract', { retries: 3, retryDelay: '1m' }, async (_: void, { dataInterval, log }) => {
  log.info('fetching', { from: dataInterval.start });
  return [{ id: 1, amount: 5 }] as Order[];
});
const total = task('total', (orders: Order[]) => orders.reduce((sum, order) => sum + order.amount, 0));
const files = task('files', () => ['a', 'b']);
const load = task(
  'load',
  async (input: { file: string; mode: 'fast' | 'safe'; orders: Order[] }) => input.orders.length,
);
const optional = task('optional', (input: { limit?: number; name?: string }) => input.limit ?? 0);
const report = task('report', (input: { total: number; when: Date }, { ds }) => `${ds}: ${input.total}`);
const size = branch('size', (sum: number) => (sum > 1000 ? 'big' : 'small'));
const alert = task('alert', () => 'sent');
const anything = task('anything', (input: unknown) => input);
const note = task('note', (_: void, context) => context.ds);
const maybe = task('maybe', (input?: string) => input ?? '');

const sales: DagDefinition<{ region: 'eu' | 'us' }, string> = dag(
  'sales',
  {
    schedule: cron('0 6 * * *', { timeZone: 'Europe/Berlin' }),
    startDate: '2026-01-01',
    params: z.object({ region: z.enum(['eu', 'us']).default('eu') }),
    defaults: { retries: 1 },
    tags: ['finance'],
  },
  ({ params }) => {
    const orders = extract();
    const sum = total(orders);
    const done = report({ total: sum, when: new Date() });
    size(sum).to({ big: alert(), small: null });
    load({ file: 'x', mode: 'fast', orders }).after(files());
    group('clean', () => chain(empty('drop'), empty('vacuum'))).after(done);
    const region: { get: unknown } = params.region;
    anything(region);
    return done;
  },
);

dag('right', {}, () => {
  const orders: Handle<Order[]> = extract();
  const sum: Handle<number> = total(orders);
  load({ file: 'x', mode: 'safe', orders: [{ id: 1, amount: 2 }] });
  load({ file: 'x', mode: 'safe', orders: [{ id: 1, amount: sum }] });
  optional({ limit: sum });
  optional({});
  anything({ deep: [{ sum }] });
  anything(sum);
  note();
  maybe();
  maybe('x');
  maybe(alert());
  total.with({ id: 'again', retries: 2 })(orders).before(sum, [note()]);
  const either: Handle<'fast' | 'safe'> = task('either', () => 'fast' as 'fast' | 'safe')();
  load({ file: 'x', mode: either, orders });
  shortCircuit('go', (rows: Order[]) => rows.length > 0)(orders).before(alert());
  alert().asTeardown({ of: note().asSetup() });
});

dag('wrong', {}, ({ params }) => {
  const orders = extract();
  const sum = total(orders);

  // @ts-expect-error a wrong input type: a number is not a list of orders
  total(sum);
  // @ts-expect-error a wrong input type: a text is not a number
  report({ total: alert(), when: new Date() });
  // @ts-expect-error a missing field: `orders`
  load({ file: 'x', mode: 'fast' });
  // @ts-expect-error a field too many
  load({ file: 'x', mode: 'fast', orders, colour: 'red' });
  // @ts-expect-error an input left out
  total();
  // @ts-expect-error an input that the task does not take
  files('x');
  // @ts-expect-error a literal outside its union
  load({ file: 'x', mode: 'slow', orders });
  // @ts-expect-error a task that was not called is no handle
  total(extract);
  // @ts-expect-error a handle is not an object of options, although all of its fields are optional
  optional(sum);
  // @ts-expect-error a field that the result does not have
  extract().get('total');
  // @ts-expect-error a branch choice without target
  size(sum).to({ big: alert() });
  // @ts-expect-error a target for a choice that the branch does not have
  size(sum).to({ big: alert(), small: null, huge: null });
  // @ts-expect-error a teardown without its setup
  alert().asTeardown({});
  // @ts-expect-error an id is no step
  sum.before('report');
  // @ts-expect-error a DAG without params has none to refer to
  note(params.region);
  // @ts-expect-error an option of the wrong type
  total.with({ retries: 'three' });
});

// @ts-expect-error an unknown option of a task
task('unknown', { retrys: 3 }, () => 1);
// @ts-expect-error a trigger rule that does not exist
task('rule', { triggerRule: 'all_good' }, () => 1);
// @ts-expect-error the trigger rule of teardowns cannot be chosen
task('internal', { triggerRule: 'all_done_setup_success' }, () => 1);
// @ts-expect-error a duration without unit
task('delay', { retryDelay: '5' }, () => 1);
// @ts-expect-error a unit that does not exist
task('unit', { retryDelay: '5 minutes' }, () => 1);
// @ts-expect-error an unknown option of a DAG
dag('unknown', { scedule: '@daily' }, () => undefined);
// @ts-expect-error a preset that does not exist
dag('preset', { schedule: '@dayly' }, () => undefined);
// @ts-expect-error an unknown setting among the defaults
dag('defaults', { defaults: { retry: 1 } }, () => undefined);
// @ts-expect-error an unknown option of a schedule
cron('@daily', { timezone: 'UTC' });
// @ts-expect-error a duration that is none
every('often');
// @ts-expect-error a delay that is none
new RetryIn('soon');

const schema = z.object({ region: z.enum(['eu', 'us']).default('eu'), limit: z.number() });
task('params', { params: schema }, (_: void, { params }) => {
  const region: 'eu' | 'us' = params.region;
  const limit: number = params.limit;
  // @ts-expect-error a param of the wrong type
  const wrong: number = params.region;
  // @ts-expect-error a param that does not exist
  const missing = params.colour;
  return [region, limit, wrong, missing];
});
dag('scoped', { params: schema }, ({ params }) => {
  report({ total: params.limit, when: new Date() });
  // @ts-expect-error a param of the wrong type
  report({ total: params.region, when: new Date() });
  // @ts-expect-error a param that does not exist
  return anything(params.colour);
});

const durations: Duration[] = [5, '500ms', '30s', '1m', '1h30m', '1h30s', '2d', '1d12h', '1h30m15s', '1.5h', '2m30s'];
// @ts-expect-error a shorter unit does not stand before a longer one
durations.push('30m1h');
// @ts-expect-error the result of `report` is a text
const wrongResult: DagDefinition<unknown, number> = sales;
void wrongResult;
