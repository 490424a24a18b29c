/** The colours that programs write into their output (ANSI escapes), as pieces of text with a look. */

export interface TextLook {
  /** The number of one of the 16 colours, or a colour of CSS. */
  readonly colour?: number | string;
  readonly background?: number | string;
  readonly isBold?: true;
  readonly isDim?: true;
  readonly isItalic?: true;
  readonly isUnderlined?: true;
}

export interface TextPiece {
  readonly text: string;
  readonly look: TextLook;
}

const ESC = '\u001b';
/** Colours and styles; anything else that terminals obey, which is left out. */
const ESCAPES = new RegExp(
  `${ESC}\\[([\\d;:]*)m|${ESC}\\][^\\u0007${ESC}]*(?:\\u0007|${ESC}\\\\)|${ESC}\\[[\\d;?<=>]*[ -/]*[@-~]|${ESC}[@-Z\\\\-_]?`,
  'g',
);
const PLAIN: TextLook = {};

/** Of a line that a carriage return overwrote, as progress bars do, only what was written last is left. */
export function readAnsi(line: string): readonly TextPiece[] {
  const text = lastOverwrite(line);
  if (!text.includes(ESC)) return [{ text, look: PLAIN }];
  const pieces: TextPiece[] = [];
  let look = PLAIN;
  let at = 0;
  for (const match of text.matchAll(ESCAPES)) {
    if (match.index > at) pieces.push({ text: text.slice(at, match.index), look });
    at = match.index + match[0].length;
    if (match[1] !== undefined) look = applyCodes(look, match[1]);
  }
  if (at < text.length) pieces.push({ text: text.slice(at), look });
  return pieces;
}

/** The text alone. */
export function stripAnsi(line: string): string {
  return lastOverwrite(line).replaceAll(ESCAPES, '');
}

function lastOverwrite(line: string): string {
  if (!line.includes('\r')) return line;
  const text = line.replace(/\r+$/, '');
  return text.slice(text.lastIndexOf('\r') + 1);
}

function applyCodes(before: TextLook, text: string): TextLook {
  const codes = text.split(/[;:]/).map(Number);
  let look = before;
  for (let at = 0; at < codes.length; at++) {
    const code = codes[at]!;
    if (code === 38 || code === 48) {
      const { colour, length } = extendedColour(codes.slice(at + 1));
      at += length;
      if (colour !== null) look = { ...look, [code === 38 ? 'colour' : 'background']: colour };
    } else look = applyCode(look, code);
  }
  return look;
}

const STYLES: Readonly<Record<number, TextLook>> = {
  1: { isBold: true },
  2: { isDim: true },
  3: { isItalic: true },
  4: { isUnderlined: true },
};
const ENDS: Readonly<Record<number, readonly (keyof TextLook)[]>> = {
  22: ['isBold', 'isDim'],
  23: ['isItalic'],
  24: ['isUnderlined'],
  39: ['colour'],
  49: ['background'],
};

function applyCode(look: TextLook, code: number): TextLook {
  if (code === 0) return PLAIN;
  if (STYLES[code] !== undefined) return { ...look, ...STYLES[code] };
  if (ENDS[code] !== undefined) {
    const ended: readonly string[] = ENDS[code];
    return Object.fromEntries(Object.entries(look).filter(([name]) => !ended.includes(name)));
  }
  if (code >= 30 && code <= 37) return { ...look, colour: code - 30 };
  if (code >= 40 && code <= 47) return { ...look, background: code - 40 };
  if (code >= 90 && code <= 97) return { ...look, colour: code - 82 };
  if (code >= 100 && code <= 107) return { ...look, background: code - 92 };
  return look;
}

/** `5;n`: one of 256; `2;r;g;b`: any. */
function extendedColour([kind, ...values]: readonly number[]): {
  readonly colour: number | string | null;
  readonly length: number;
} {
  if (kind === 5) return { colour: paletteColour(values[0] ?? 0), length: 2 };
  if (kind !== 2) return { colour: null, length: 1 };
  return { colour: `rgb(${values.slice(0, 3).map(byte).join(' ')})`, length: 4 };
}

function paletteColour(number: number): number | string | null {
  if (!(number >= 0 && number <= 255)) return null;
  if (number < 16) return number;
  if (number >= 232) return `rgb(${[0, 0, 0].map(() => 8 + (number - 232) * 10).join(' ')})`;
  const at = number - 16;
  const parts = [Math.floor(at / 36), Math.floor(at / 6) % 6, at % 6];
  return `rgb(${parts.map((part) => (part === 0 ? 0 : 55 + part * 40)).join(' ')})`;
}

function byte(value: number): number {
  return Number.isFinite(value) ? Math.min(255, Math.max(0, value)) : 0;
}
