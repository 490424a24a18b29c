import { memo, type ReactNode } from 'react';
import { useLanguage } from '../../../shared/i18n/use-words.ts';
import { formatTime, readInstant } from '../../../shared/time/format-time.ts';
import { useTimeSettings } from '../../../shared/time/time-settings.ts';
import { readAnsi, type TextLook } from '../ansi.ts';
import { readLogLine } from '../log-line.ts';
import classes from './log-view.module.css';

interface LogRowProps {
  /** Counted from 0. */
  readonly number: number;
  /** As it is stored; undefined while it is read. */
  readonly text: string | undefined;
  readonly find: string;
  readonly mark: 'range' | 'match' | 'current' | null;
  readonly isWrapped: boolean;
  readonly onPick: (number: number, isRange: boolean) => void;
}

/** One line: its number, its level, when, and what. */
export const LogRow = memo(function LogRow({ number, text, find, mark, isWrapped, onPick }: LogRowProps) {
  const line = text === undefined ? null : readLogLine(text);
  return (
    <div className={classes['row']} data-level={line?.level} data-mark={mark} data-line={number + 1}>
      <button
        type="button"
        tabIndex={-1}
        className={classes['number']}
        onClick={(event) => onPick(number, event.shiftKey)}
      >
        {number + 1}
      </button>
      {line && (
        <>
          <span className={classes['clock']}>
            <Clock at={line.at} />
          </span>
          <span className={classes['level']}>{line.level === 'info' ? '' : line.level.toUpperCase()}</span>
          <span className={classes['message']}>
            {readAnsi(isWrapped ? line.message : line.message.replaceAll('\n', ' ⏎ ')).map(
              ({ text: piece, look }, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: a piece is its place.
                <Piece key={index} text={piece} look={look} find={find} />
              ),
            )}
            {line.fields.map(([name, value]) => (
              <span key={name} className={classes['field']}>
                {name}={value}
              </span>
            ))}
          </span>
        </>
      )}
    </div>
  );
});

function Clock({ at }: { readonly at: string | null }) {
  const language = useLanguage();
  const timeZone = useTimeSettings((settings) => settings.timeZone);
  const instant = readInstant(at);
  return instant === null || Number.isNaN(instant) ? null : formatTime(instant, 'clock', { timeZone, language });
}

function Piece({ text, look, find }: { readonly text: string; readonly look: TextLook; readonly find: string }) {
  const marked = find === '' ? text : markFound(text, find);
  if (Object.keys(look).length === 0) return marked;
  const { colour, background, isBold, isDim, isItalic, isUnderlined } = look;
  return (
    <span
      style={{
        ...(colour === undefined ? {} : { color: cssColour(colour) }),
        ...(background === undefined ? {} : { background: cssColour(background) }),
        ...(isBold ? { fontWeight: 700 } : {}),
        ...(isDim ? { opacity: 0.65 } : {}),
        ...(isItalic ? { fontStyle: 'italic' } : {}),
        ...(isUnderlined ? { textDecoration: 'underline' } : {}),
      }}
    >
      {marked}
    </span>
  );
}

function cssColour(colour: number | string): string {
  return typeof colour === 'number' ? `var(--tw-ansi-${colour % 8})` : colour;
}

/** The text with what is looked for in marks. */
function markFound(text: string, find: string) {
  const [where, what] = [text.toLowerCase(), find.toLowerCase()];
  const parts: ReactNode[] = [];
  let at = 0;
  for (let index = where.indexOf(what); index !== -1; index = where.indexOf(what, at)) {
    parts.push(text.slice(at, index), <mark key={index}>{text.slice(index, index + what.length)}</mark>);
    at = index + what.length;
  }
  return parts.length === 0 ? text : [...parts, text.slice(at)];
}
