import fc from 'fast-check';
import { expect, test } from 'vitest';
import { encodeFrame, FrameDecoder } from './frames.ts';

const batches = fc.array(
  fc.array(
    fc.jsonValue().filter((value) => !Object.is(value, -0)),
    { minLength: 1 },
  ),
);

test('messages arrive whole and in order, wherever the bytes are cut', () => {
  fc.assert(
    fc.property(batches, fc.array(fc.nat(50), { minLength: 1 }), (sent, sizes) => {
      const bytes = Buffer.from(sent.map(encodeFrame).join(''));
      const decoder = new FrameDecoder<unknown>();
      const received: unknown[] = [];
      // The memory of a chunk is used again, as that of a socket is.
      const chunk = Buffer.alloc(64);
      for (let at = 0, turn = 0; at < bytes.length; turn += 1) {
        const length = bytes.copy(chunk, 0, at, at + 1 + sizes[turn % sizes.length]!);
        received.push(...decoder.push(chunk.subarray(0, length)));
        chunk.fill(0);
        at += length;
      }
      expect(received).toEqual(JSON.parse(JSON.stringify(sent.flat())));
    }),
  );
});

test('a line feed inside of a message does not end the frame', () => {
  expect(new FrameDecoder().push(Buffer.from(encodeFrame([{ text: 'one\ntwo' }])))).toEqual([{ text: 'one\ntwo' }]);
});
