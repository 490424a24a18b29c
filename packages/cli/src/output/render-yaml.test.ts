import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { renderYaml } from './render-yaml.ts';

test('a list of objects is in block style', () => {
  const text = renderYaml([
    { dag_id: 'sales', tags: ['a', 'b'], conf: { region: 'eu' }, note: null },
    { dag_id: 'x', tags: [], conf: {} },
  ]);
  expect(text).toBe(`- dag_id: sales
  tags:
    - a
    - b
  conf:
    region: eu
  note: null
- dag_id: x
  tags: []
  conf: {}
`);
});

test('whatever JSON can hold is read back as it was', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(parse(renderYaml(value))).toEqual(JSON.parse(JSON.stringify(value)));
    }),
    { numRuns: 500 },
  );
});

test.each([
  '',
  'yes',
  'No',
  '~',
  'null',
  '1',
  '-1',
  '.5',
  '1e3',
  '2026-03-01',
  'a: b',
  'a #b',
  '- a',
  '"',
  "'",
  ' a',
  'a ',
  'a\nb',
  '\u0085',
  '0x1f',
  '=',
  '<<',
  '!x',
  '%x',
  '@x',
  '`x',
  '---',
  '...',
  '?',
  '? a',
  'a:',
  '|',
  '>',
  '+1',
  '.inf',
  '\ufeffa',
])('the text %j stays a text', (text) => {
  expect(parse(renderYaml({ [text]: text }))).toEqual({ [text]: text });
});
