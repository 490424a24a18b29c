import { useElementSize } from '@mantine/hooks';
import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { ROW_HEIGHT, type RowWindow, scrollTopOf, windowOf } from './row-window.ts';

export interface LogView {
  readonly frame: RefObject<HTMLDivElement | null>;
  readonly measure: (element: HTMLElement | null) => void;
  readonly window: RowWindow;
  readonly isFollowing: boolean;
  readonly setFollowing: (isFollowing: boolean) => void;
  readonly onScroll: () => void;
  /** Puts a row into sight, below the upper edge. */
  readonly show: (row: number) => void;
}

interface LogViewOptions {
  readonly rows: number;
  readonly isWrapped: boolean;
  /** Whether the end is followed at first. */
  readonly isGrowing: boolean;
}

/** How near to the end still is the end. */
const END_PX = 24;

/** Scrolling over the rows of a log. */
export function useLogView({ rows, isWrapped, isGrowing }: LogViewOptions): LogView {
  const frame = useRef<HTMLDivElement>(null);
  const { ref: measure, height: viewport } = useElementSize();
  const [scrollTop, setScrollTop] = useState(0);
  const [isFollowing, setFollowing] = useState(isGrowing);
  const size = { rows, viewport };
  const move = useCallback((to: number) => {
    frame.current?.scrollTo({ top: to });
    setScrollTop(frame.current?.scrollTop ?? to);
  }, []);
  const end = useCallback(() => move(Number.MAX_SAFE_INTEGER), [move]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the end is somewhere else when there are more rows.
  useLayoutEffect(() => {
    if (isFollowing && viewport > 0) end();
  }, [isFollowing, rows, viewport, isWrapped, end]);
  // A log that is complete is not followed any more.
  useEffect(() => {
    if (!isGrowing) setFollowing(false);
  }, [isGrowing]);
  return {
    frame,
    measure,
    window: windowOf({ ...size, scrollTop }),
    isFollowing,
    setFollowing,
    onScroll() {
      const element = frame.current!;
      setScrollTop(element.scrollTop);
      const isAtEnd = element.scrollHeight - element.scrollTop - element.clientHeight < END_PX;
      if (!isAtEnd && element.scrollTop < scrollTop) setFollowing(false);
    },
    show(row) {
      setFollowing(false);
      move(scrollTopOf(row, isWrapped ? ROW_HEIGHT : viewport / 3, size));
    },
  };
}
