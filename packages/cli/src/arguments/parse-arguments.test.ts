import { describe, expect, test } from 'vitest';
import type { OptionSpecs } from './option-spec.ts';
import { parseArguments } from './parse-arguments.ts';

const SHAPE = {
  path: 'dags try',
  arguments: { dagId: { summary: 'The id.' }, rest: { isOptional: true, isRepeatable: true, summary: 'More.' } },
  options: {
    wait: { kind: 'flag', short: 'w', summary: '' },
    force: { kind: 'flag', short: 'f', summary: '' },
    conf: { kind: 'json', short: 'c', summary: '' },
    limit: { kind: 'integer', short: 'l', valueName: 'n', min: 1, default: 5, summary: '' },
    at: { kind: 'instant', summary: '' },
    age: { kind: 'duration', summary: '' },
    tag: { kind: 'text', short: 't', valueName: 'tag', isRepeatable: true, summary: '' },
    color: { kind: 'choice', choices: ['red', 'blue'], summary: '' },
  },
} as const;

function parse(line: string): ReturnType<typeof parseArguments> {
  return parseArguments(SHAPE, line.split(' ').filter(Boolean));
}

test('what is not given has its default', () => {
  expect(parse('sales')).toEqual({
    arguments: { dagId: 'sales', rest: [] },
    options: {
      wait: false,
      force: false,
      conf: undefined,
      limit: 5,
      at: undefined,
      age: undefined,
      tag: [],
      color: undefined,
    },
  });
});

test.each([
  ['sales --limit 7', { limit: 7 }],
  ['--limit=7 sales', { limit: 7 }],
  ['sales -l 7', { limit: 7 }],
  ['sales -l7', { limit: 7 }],
  ['sales -l=7', { limit: 7 }],
  ['sales -wf', { wait: true, force: true }],
  ['sales -wl7', { wait: true, limit: 7 }],
  ['sales --wait --no-wait', { wait: false }],
  ['sales -t a --tag b', { tag: ['a', 'b'] }],
  ['sales --conf {"a":1}', { conf: { a: 1 } }],
  ['sales --at 2026-03-01', { at: Date.UTC(2026, 2, 1) }],
  ['sales --at 2026-03-01T06:30', { at: Date.UTC(2026, 2, 1, 6, 30) }],
  ['sales --at 2026-03-01T06:30:00+02:00', { at: Date.UTC(2026, 2, 1, 4, 30) }],
  ['sales --age 1.5h', { age: 5_400_000 }],
  ['sales --color blue', { color: 'blue' }],
])('%s', (line, expected) => {
  expect(parse(line).options).toMatchObject(expected);
});

test('after -- everything is an argument, and so is a negative number', () => {
  expect(parse('sales -1 -- --wait -f').arguments).toEqual({ dagId: 'sales', rest: ['-1', '--wait', '-f'] });
});

test('an option that looks like one of the object prototype is unknown', () => {
  expect(() => parse('sales --constructor x')).toThrow('has no option --constructor');
});

test.each([
  ['', '"tradewind dags try" needs <dag-id>: The id.'],
  ['sales --wiat', '"tradewind dags try" has no option --wiat. Did you mean "--wait"?'],
  ['sales -x', '"tradewind dags try" has no option -x.'],
  ['sales --no-limit', '"tradewind dags try" has no option --no-limit. Did you mean "--limit"?'],
  ['sales --limit', '--limit needs a value: --limit <n>.'],
  ['sales --limit --wait', '--limit needs a value: --limit <n>.'],
  ['sales --limit 0', 'Expected --limit to be a whole number of at least 1, got: "0".'],
  ['sales --limit many', 'Expected --limit to be a whole number of at least 1, got: "many".'],
  ['sales --conf [1]', `Expected --conf to be a JSON object such as '{"region": "eu"}', got: "[1]".`],
  ['sales --conf {', `Expected --conf to be a JSON object such as '{"region": "eu"}', got: "{".`],
  [
    'sales --at 2026-02-30',
    'Expected --at to be a date or an instant such as 2026-03-01 or 2026-03-01T06:00:00Z, got: "2026-02-30".',
  ],
  ['sales --age 5', 'Expected --age to be a number with a unit, such as 30d, 12h, 5m or 10s, got: "5".'],
  ['sales --color green', 'Expected --color to be one of red, blue, got: "green".'],
  ['sales --wait=yes', '--wait takes no value, got: "yes".'],
])('"%s" is refused', (line, message) => {
  expect(() => parse(line)).toThrow(expect.objectContaining({ code: 'USAGE', command: 'dags try', message }));
});

describe('too many arguments', () => {
  const options: OptionSpecs = {};

  test('are refused', () => {
    const shape = { path: 'version', arguments: {}, options };
    expect(() => parseArguments(shape, ['x'])).toThrow('"tradewind version" does not take "x".');
  });
});
