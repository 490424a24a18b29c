import { expect, test } from 'vitest';
import { readAnsi, stripAnsi } from './ansi.ts';

const E = '\u001b';

test('a line without escapes is one piece', () => {
  expect(readAnsi('plain')).toEqual([{ text: 'plain', look: {} }]);
  expect(readAnsi('')).toEqual([{ text: '', look: {} }]);
});

test('colours and styles hold until they are ended', () => {
  expect(readAnsi(`${E}[1;31mred${E}[22m thin${E}[0m plain ${E}[92mbright${E}[39m.`)).toEqual([
    { text: 'red', look: { isBold: true, colour: 1 } },
    { text: ' thin', look: { colour: 1 } },
    { text: ' plain ', look: {} },
    { text: 'bright', look: { colour: 10 } },
    { text: '.', look: {} },
  ]);
});

test('an escape without numbers ends everything', () => {
  expect(readAnsi(`${E}[4mx${E}[my`)).toEqual([
    { text: 'x', look: { isUnderlined: true } },
    { text: 'y', look: {} },
  ]);
});

test.each([
  ['38;5;9', 9],
  ['38;5;196', 'rgb(255 0 0)'],
  ['38;5;244', 'rgb(128 128 128)'],
  ['38;2;1;2;999', 'rgb(1 2 255)'],
  ['38:2:1:2:3', 'rgb(1 2 3)'],
])('the colour %s is %s', (codes, colour) => {
  expect(readAnsi(`${E}[${codes}mx`)).toEqual([{ text: 'x', look: { colour } }]);
});

test('what follows a colour of many numbers still counts', () => {
  expect(readAnsi(`${E}[38;5;1;1mx`)[0]!.look).toEqual({ colour: 1, isBold: true });
});

test('what is no colour is left out: links, cursors, halves of escapes', () => {
  const line = `a${E}]8;;https://x.y\u0007link${E}]8;;${E}\\b${E}[2Kc${E}[?25hd${E}`;
  expect(stripAnsi(line)).toBe('alinkbcd');
  expect(readAnsi(`${E}[38;9mx${E}[38;5;300my`).map(({ text }) => text)).toEqual(['x', 'y']);
});

test('of a progress bar the last state is left', () => {
  expect(stripAnsi('10 %\r50 %\r100 %\r')).toBe('100 %');
});
