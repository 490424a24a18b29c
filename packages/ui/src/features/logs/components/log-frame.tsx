import { useMergedRef } from '@mantine/hooks';
import { type CSSProperties, useEffect } from 'react';
import { useWords } from '../../../shared/i18n/use-words.ts';
import type { LineRange } from '../line-range.ts';
import type { LogPages } from '../log-pages.ts';
import { ROW_HEIGHT } from '../row-window.ts';
import type { LogView } from '../use-log-view.ts';
import { LogRow } from './log-row.tsx';
import classes from './log-view.module.css';

interface LogFrameProps {
  readonly view: LogView;
  readonly pages: LogPages;
  /** Lines of the whole log. */
  readonly total: number;
  /** Those that are shown; null: all. */
  readonly lines: readonly number[] | null;
  readonly find: string;
  readonly range: LineRange | null;
  readonly current: number | null;
  readonly isWrapped: boolean;
  readonly onPick: (line: number, isRange: boolean) => void;
}

/** The rows in sight. */
export function LogFrame({ view, pages, total, lines, find, range, current, isWrapped, onPick }: LogFrameProps) {
  const t = useWords();
  const { height, top, first, end } = view.window;
  const from = isWrapped ? top : first;
  const shown = Array.from({ length: Math.max(0, end - from) }, (_, index) => lines?.[from + index] ?? from + index);
  const ref = useMergedRef(view.frame, view.measure);
  useEffect(() => {
    if (shown.length === 0) return;
    if (lines === null) pages.want(shown[0]!, shown.at(-1)!, total);
    else pages.wantAlone(shown);
  });
  const markOf = (line: number) => {
    if (line === current) return 'current';
    return range !== null && line >= range.first && line <= range.last ? 'range' : null;
  };
  return (
    <section
      ref={ref}
      className={classes['frame']}
      data-wrap={isWrapped}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard.
      tabIndex={0}
      aria-label={t('log.label')}
      onScroll={view.onScroll}
    >
      <div style={{ height: isWrapped ? `calc(${height - ROW_HEIGHT}px + 100%)` : height }} />
      <div className={classes['rows']} style={placeOfRows(view, isWrapped)}>
        {shown.map((line) => (
          <LogRow
            key={line}
            number={line}
            text={pages.line(line)}
            find={find}
            mark={markOf(line)}
            isWrapped={isWrapped}
            onPick={onPick}
          />
        ))}
      </div>
    </section>
  );
}

/** Wrapped rows are as high as they are: they hang on the upper edge, or on the lower one when the end is followed. */
function placeOfRows({ window, frame, isFollowing }: LogView, isWrapped: boolean): CSSProperties {
  const { offset, top, first } = window;
  if (!isWrapped) return { top: offset };
  if (!isFollowing) return { top: offset + (top - first) * ROW_HEIGHT };
  return {
    top: frame.current?.scrollTop ?? 0,
    height: frame.current?.clientHeight ?? 0,
    display: 'flex',
    flexDirection: 'column',
    justifyContent: 'flex-end',
    overflow: 'hidden',
  };
}
