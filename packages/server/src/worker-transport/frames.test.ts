import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { encodeFrame, FrameDecoder } from './frames.ts';

describe('frames', () => {
  test('arrive as they were sent, however they are cut', () => {
    fc.assert(
      fc.property(fc.array(fc.jsonValue()), fc.array(fc.integer({ min: 1, max: 40 })), (messages, cuts) => {
        const bytes = Buffer.concat(messages.map(encodeFrame));
        const decoder = new FrameDecoder<unknown>();
        const received: unknown[] = [];
        let at = 0;
        for (const cut of [...cuts, bytes.length + 1]) {
          if (at < bytes.length) received.push(...decoder.push(bytes.subarray(at, at + cut)));
          at += cut;
        }
        expect(JSON.stringify(received)).toBe(JSON.stringify(messages));
      }),
    );
  });

  test('announce no more than a stranger may say', () => {
    const long = encodeFrame('x'.repeat(2 * 1024 * 1024));
    expect(() => new FrameDecoder().push(long.subarray(0, 4))).toThrow(
      expect.objectContaining({ code: 'MESSAGE_TOO_LARGE' }),
    );
    const acquainted = new FrameDecoder();
    acquainted.push(encodeFrame('hello'));
    expect(acquainted.push(long)).toHaveLength(1);
  });

  test('that are no JSON are refused', () => {
    expect(() => new FrameDecoder().push(Buffer.from([0, 0, 0, 1, 0x7b]))).toThrow(SyntaxError);
  });
});
