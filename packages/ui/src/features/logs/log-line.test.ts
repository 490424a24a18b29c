import { expect, test } from 'vitest';
import { plainLine, readLogLine } from './log-line.ts';

test('a stored line is read, with what stands beside the message', () => {
  const text =
    '{"at":"2026-11-22T22:27:58.541Z","level":"error","stream":"log","message":"no","fields":{"row":42,"a":"b"}}';
  expect(readLogLine(text)).toEqual({
    at: '2026-11-22T22:27:58.541Z',
    level: 'error',
    message: 'no',
    fields: [
      ['row', '42'],
      ['a', 'b'],
    ],
  });
  expect(plainLine(text)).toBe('[2026-11-22T22:27:58.541Z] ERROR - no row=42 a=b');
});

test('what is no stored line is shown as it is', () => {
  expect(readLogLine('{"at":')).toMatchObject({ level: 'info', message: '{"at":', at: null });
  expect(readLogLine('{"level":"odd","message":{"x":1},"fields":3}')).toMatchObject({
    level: 'info',
    message: '{"x":1}',
    fields: [],
  });
});
