import { expect, test } from 'vitest';
import { ApiProblem } from '../api/api-problem.ts';
import { faultsOf, isToldByFields } from './faults.ts';

const answer = JSON.stringify({
  detail: [
    { loc: ['body', 'key'], msg: 'is empty' },
    { loc: ['body', 'key'], msg: 'has no letter' },
    { loc: ['body', 'roles', 0, 'name'], msg: 'is too long' },
  ],
});
const problem = new ApiProblem(422, answer, null);

test('faults stand at their fields', () => {
  expect(faultsOf(problem)).toEqual({ key: 'is empty\nhas no letter', roles: 'is too long' });
});

test('what no field of the form has is told above the form', () => {
  expect(isToldByFields(problem, ['key', 'roles'])).toBe(true);
  expect(isToldByFields(problem, ['key'])).toBe(false);
  expect(isToldByFields(new ApiProblem(409, '{"detail":"There is one already."}', null), ['key'])).toBe(false);
  expect(isToldByFields(new Error('broken'), ['key'])).toBe(false);
});
