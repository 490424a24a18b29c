import { expect, test } from 'vitest';
import { ApiProblem } from '../../shared/api/api-problem.ts';
import { faultsOf, initialConf, readConf, triggerBody } from './trigger-form.ts';

test('a conf is the JSON of an object, or empty', () => {
  expect(readConf(' ')).toEqual({});
  expect(readConf('{"a":1}')).toEqual({ a: 1 });
  for (const wrong of ['[1]', '3', 'null', '{', '{"a":}']) expect(readConf(wrong), wrong).toBeNull();
});

test('what was left empty is not sent', () => {
  const form = { conf: '{"a":1}', runId: ' mine ', logicalDate: '', note: ' ' };
  expect(triggerBody(form)).toEqual({ conf: { a: 1 }, dag_run_id: 'mine' });
});

test('faults that the server finds stand at their fields', () => {
  const detail = [
    { loc: ['body', 'conf', 'limit'], msg: 'expected a number' },
    { loc: ['body', 'conf', 'symbol'], msg: 'expected one of AAPL' },
    { loc: ['body', 'dag_run_id'], msg: 'too long' },
  ];
  expect(faultsOf(new ApiProblem(422, JSON.stringify({ detail }), null))).toEqual({
    conf: 'limit: expected a number\nsymbol: expected one of AAPL',
    runId: 'too long',
  });
  expect(faultsOf(new ApiProblem(409, '{"detail":"there is such a run"}', null))).toBeNull();
});

test('the dialog begins with the defaults of the params', () => {
  expect(JSON.parse(initialConf({ a: { value: 1, schema: {} }, b: { value: undefined } }))).toEqual({ a: 1 });
  expect(initialConf(null)).toBe('{}');
});
