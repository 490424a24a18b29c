import { describe, expect, test } from 'vitest';
import { encodeOutputMark } from '../channel/output-mark.ts';
import { createWorkload } from '../fixtures/create-workload.ts';
import { type HeldAttempt, holdAttempt } from './held-attempt.ts';
import { RawOutput } from './raw-output.ts';

const one = holdAttempt(createWorkload('one'), 1);
const two = holdAttempt(createWorkload('two'), 2);

function markOf({ attemptId }: HeldAttempt): string {
  return encodeOutputMark(attemptId).trimEnd();
}

function assign(output: RawOutput, lines: readonly string[], current: HeldAttempt | null): string[] {
  return output
    .assign('stdout', lines, current)
    .flatMap(({ attempt, lines: own }) => own.map((line) => `${attempt.workload.taskId}: ${line}`));
}

describe('raw output', () => {
  test('belongs to the attempt that runs', () => {
    expect(assign(new RawOutput(), ['a', 'b'], one)).toEqual(['one: a', 'one: b']);
  });

  test('of nobody is dropped', () => {
    expect(assign(new RawOutput(), ['a'], null)).toEqual([]);
  });

  test('belongs to a finished attempt until its mark comes', () => {
    const output = new RawOutput();
    output.expectMarks(one);
    expect(assign(output, ['a', `b${markOf(one)}`, 'c'], two)).toEqual(['one: a', 'one: b', 'two: c']);
  });

  test('is not held up by a mark that came before the attempt was reported as finished', () => {
    const output = new RawOutput();
    expect(assign(output, ['a', markOf(one)], one)).toEqual(['one: a']);
    output.assign('stderr', [markOf(one)], one);
    output.expectMarks(one);
    expect(assign(output, ['b'], two)).toEqual(['two: b']);
  });
});
