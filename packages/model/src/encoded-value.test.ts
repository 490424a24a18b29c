import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeValue, type EncodedValue, encodeValue } from './encoded-value.ts';
import { isPlainJson } from './tagged-json/is-plain-json.ts';
import { XComNotReadableError, XComNotSerializableError } from './xcom-errors.ts';

function roundTrip(value: unknown): unknown {
  return decodeValue(encodeValue(value));
}

/** Strict about -0, holes, undefined properties, classes and the order of nothing. */
function expectSame(actual: unknown, expected: unknown): void {
  if (!isDeepStrictEqual(actual, expected)) expect(actual).toStrictEqual(expected);
  expect(isDeepStrictEqual(actual, expected)).toBe(true);
}

function pathRefused(value: unknown): string {
  try {
    encodeValue(value);
  } catch (error) {
    if (error instanceof XComNotSerializableError) return error.path;
    throw error;
  }
  return expect.unreachable('the value was encoded');
}

/** An object with an own key `__proto__`, which no literal makes. */
function withProtoKey(value: unknown): object {
  return Object.defineProperty({}, '__proto__', { value, enumerable: true, writable: true, configurable: true });
}

const leaf = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string().map((text) => `\ud800${text}\udc00`),
  fc.double(),
  fc.constantFrom(-0, 0, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, true, false, null, undefined),
  fc.bigInt(),
  fc.date({ noInvalidDate: false }),
  fc.uint8Array(),
  fc.constantFrom(/a+/giu, /\//, /[\/\n]/v, new URL('https://example.com/a?b=c#d')),
);
const key = fc.oneof(fc.string(), fc.constantFrom('$type', '__proto__', 'constructor', 'toString', 'length', '0', ''));

const anyValue = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 5, withCrossShrink: true },
    leaf,
    fc.array(tie('value'), { maxLength: 5 }),
    fc.sparseArray(tie('value'), { maxNumElements: 4, maxLength: 20 }),
    fc.dictionary(key, tie('value'), { maxKeys: 5, noNullPrototype: true }),
    fc.array(fc.tuple(tie('value'), tie('value')), { maxLength: 4 }).map((entries) => new Map(entries)),
    fc.array(tie('value'), { maxLength: 4 }).map((members) => new Set(members)),
    tie('value').map(withProtoKey),
    tie('value').map((value) => ({ $type: value })),
    tie('value').map((value) => ({ $type: ['map', value] })),
  ),
})).value;

describe('any value', () => {
  test('comes back as it was, and the encoder leaves it alone', () => {
    fc.assert(
      fc.property(anyValue, (value) => {
        const text = encodeValue(value);
        expectSame(decodeValue(text), value);
        expect(encodeValue(value)).toBe(text);
      }),
      { numRuns: 2000 },
    );
  });

  test('has one text: what comes back is encoded alike', () => {
    fc.assert(
      fc.property(anyValue, (value) => {
        const text = encodeValue(value);
        expect(encodeValue(decodeValue(text))).toBe(text);
      }),
    );
  });

  test('that is JSON is its own encoding, unless it has the key of a tag', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        if (!isPlainJson(value)) return;
        expect(encodeValue(value)).toBe(JSON.stringify(value));
      }),
    );
  });

  test('is JSON for those who do not know the tags', () => {
    expect(JSON.parse(encodeValue({ at: new Date(0), n: 5n, s: new Set([1]) }))).toEqual({
      at: { $type: ['date', '1970-01-01T00:00:00.000Z'] },
      n: { $type: ['bigint', '5'] },
      s: { $type: ['set', [1]] },
    });
  });
});

describe('special values', () => {
  test.each<readonly [string, unknown]>([
    ['an invalid date', new Date(Number.NaN)],
    ['the earliest and the latest date', [new Date(-8.64e15), new Date(8.64e15)]],
    ['a huge bigint', -(7n ** 20_000n)],
    ['an array of holes', new Array(3)],
    ['an array that is far longer than its content', Object.assign([1], { length: 4_294_967_295 })],
    ['nested maps', new Map([[new Map([[1, new Map()]]), new Map([['a', new Set([new Map()])]])]])],
    ['undefined alone and inside', [undefined, { a: undefined }]],
    ['minus zero alone and inside', [-0, { a: [-0] }]],
    ['lone surrogates', ['\ud800', { '\udfff': '\udfff\ud800' }]],
    ['a key of the prototype', withProtoKey({ polluted: new Date(0) })],
    ['an object that looks like a tag', { $type: ['date', '2026-01-01T00:00:00.000Z'] }],
    ['an object that looks like an escaped tag', { $type: ['object', { $type: 1 }] }],
    ['a tag key among others', { a: 1, $type: 'mine', at: new Date(5) }],
    ['text that looks like a tag', '{"$type":["date",null]}'],
    ['bytes of every value', Uint8Array.from({ length: 100_000 }, (_, i) => i)],
  ])('%s', (_, value) => {
    expectSame(roundTrip(value), value);
  });

  test('minus zero alone', () => {
    expect(roundTrip(-0)).toBe(-0);
  });

  test('a key of the prototype does not change the prototype', () => {
    const back = roundTrip(withProtoKey({ isAdmin: 1n })) as { isAdmin?: unknown };
    expect(back.isAdmin).toBeUndefined();
    expect(Object.getPrototypeOf(back)).toBe(Object.prototype);
  });

  test('a Buffer arrives as its bytes, also one that is a window of a larger one', () => {
    expectSame(roundTrip(Buffer.from('tradewind').subarray(5)), new Uint8Array(Buffer.from('wind')));
  });

  test('an object without prototype arrives as a plain one', () => {
    expectSame(roundTrip(Object.assign(Object.create(null), { a: 1 })), { a: 1 });
    expectSame(roundTrip(Object.assign(Object.create(null), { a: 1n })), { a: 1n });
  });

  test('a function toJSON of an array does not speak for it', () => {
    expect(roundTrip(Object.assign([1, 2], { toJSON: () => 'lies' }))).toEqual([1, 2]);
  });
});

describe('errors', () => {
  test('keep class, name, message, stack, code and cause', () => {
    const error = Object.assign(new RangeError('out', { cause: { at: new Date(0) } }), { code: 'E_RANGE' });
    const back = roundTrip(error) as RangeError & { code: string };
    expect(back).toBeInstanceOf(RangeError);
    expectSame(back, error);
    expect(back.stack).toBe(error.stack);
    expect(Object.keys(back)).toEqual(['code']);
  });

  test('of a class of the author are errors of that name', () => {
    class OrderError extends Error {
      override readonly name = 'OrderError';
    }
    const back = roundTrip(new OrderError('no stock')) as Error;
    expect(back).toBeInstanceOf(Error);
    expect(String(back)).toBe('OrderError: no stock');
  });

  test('that hold others keep them', () => {
    const back = roundTrip(new AggregateError([new TypeError('a'), 'b'], 'two')) as AggregateError;
    expect(back).toBeInstanceOf(AggregateError);
    expect(back.message).toBe('two');
    expect(back.errors.map(String)).toEqual(['TypeError: a', 'b']);
  });
});

describe('what cannot be carried is refused', () => {
  class User {}
  const cyclic: { rows: unknown[] } = { rows: [1] };
  cyclic.rows.push({ parent: cyclic });

  test.each<readonly [unknown, string]>([
    [() => 1, 'result is a function'],
    [{ rows: [0, 1, 2, { callback: () => 1 }] }, 'result.rows[3].callback is a function'],
    [{ a: Symbol('x') }, 'result.a is a symbol'],
    [{ 'not a name': [new User()] }, 'result["not a name"][0] is an instance of User'],
    [new Map([['k', new User()]]), 'result.get("k") is an instance of User'],
    [new Map([[1, new User()]]), 'result.values()[0] is an instance of User'],
    [new Map([[new User(), 1]]), 'result.keys()[0] is an instance of User'],
    [new Set([1, new WeakMap()]), 'result.values()[1] is an instance of WeakMap'],
    [new Error('x', { cause: new User() }), 'result.cause is an instance of User'],
    [{ later: Promise.resolve(1) }, 'result.later is a Promise. Await it'],
    [[new Float64Array(2)], 'result[0] is an instance of Float64Array'],
    [new (class extends Map {})(), 'result is an instance of a class'],
    [cyclic, 'result.rows[1].parent refers back to result.'],
    [{ toJSON: () => 1 }, 'result.toJSON is a function'],
  ])('%o', (value, sentence) => {
    expect(() => encodeValue(value)).toThrow(sentence);
  });

  test('the error carries the path, and the name that the caller gave', () => {
    expect(pathRefused({ a: [() => 1] })).toBe('result.a[0]');
    expect(() => encodeValue([Symbol.iterator], 'xcom "rows"')).toThrow('xcom "rows"[0] is a symbol');
  });

  test('the same object twice is no cycle', () => {
    const shared = { at: new Date(0) };
    expectSame(roundTrip([shared, { shared }]), [shared, { shared }]);
  });
});

describe('nesting', () => {
  function nested<T>(depth: number, wrap: (inner: unknown) => T): unknown {
    let value: unknown = new Date(0);
    for (let i = 0; i < depth; i++) value = wrap(value);
    return value;
  }

  test.each<readonly [string, (inner: unknown) => unknown]>([
    ['arrays', (inner) => [inner]],
    ['objects', (inner) => ({ inner })],
    ['maps', (inner) => new Map([[1, inner]])],
    ['tag keys', (inner) => ({ $type: inner })],
  ])('of 999 %s is carried, and of 100,000 refused', (_, wrap) => {
    const value = nested(999, wrap);
    const text = encodeValue(value);
    expect(encodeValue(decodeValue(text))).toBe(text);
    expect(() => encodeValue(nested(100_000, wrap))).toThrow('is nested deeper than 1000 levels');
  });
});

describe('text that is not an encoding', () => {
  test.each([
    '',
    '{',
    'undefined',
    '{"$type":1}',
    '{"$type":[]}',
    '{"$type":["nonsense"]}',
    '{"$type":["constructor"]}',
    '{"$type":["bigint","x"]}',
    '{"$type":["map",7]}',
    '{"$type":["bytes","?"]}',
    '{"$type":["sparse",-1,[]]}',
    '[{"$type":["url","nowhere"]}]',
  ])('%s is refused', (text) => {
    expect(() => decodeValue(text)).toThrow(XComNotReadableError);
  });

  test('the error tells why', () => {
    expect(() => decodeValue('{"$type":["nonsense"]}' as EncodedValue)).toThrow(
      'A stored XCom value cannot be read: expected a known type, got: "nonsense". Clear the task that wrote it',
    );
  });
});
