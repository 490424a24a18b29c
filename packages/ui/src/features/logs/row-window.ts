/** Which rows of a long list are in sight. Browsers cannot scroll as far as a long log is, so that scrolling is scaled. */

export const ROW_HEIGHT = 18;
/** Beyond this, browsers place things wrongly. */
const HIGHEST = 15_000_000;
/** Rows beside those in sight. */
const MARGIN = 12;

export interface Scroller {
  readonly rows: number;
  /** Heights and places in pixels. */
  readonly viewport: number;
  readonly scrollTop: number;
}

export interface RowWindow {
  /** Of all that can be scrolled over. */
  readonly height: number;
  /** The first row in sight. */
  readonly top: number;
  readonly first: number;
  /** Beyond the last one. */
  readonly end: number;
  /** Where row `first` is. */
  readonly offset: number;
}

const contentOf = (rows: number): number => rows * ROW_HEIGHT;
const heightOf = (rows: number): number => Math.min(HIGHEST, contentOf(rows));

/** Pixels of the content for a pixel of scrolling. */
function scaleOf({ rows, viewport }: Pick<Scroller, 'rows' | 'viewport'>): number {
  const room = heightOf(rows) - viewport;
  return room <= 0 ? 1 : (contentOf(rows) - viewport) / room;
}

export function windowOf(scroller: Scroller): RowWindow {
  const { rows, viewport, scrollTop } = scroller;
  const at = Math.max(0, scrollTop) * scaleOf(scroller);
  const top = Math.min(Math.max(0, rows - 1), Math.floor(at / ROW_HEIGHT));
  const first = Math.max(0, top - MARGIN);
  const end = Math.min(rows, Math.ceil((at + viewport) / ROW_HEIGHT) + MARGIN);
  return { height: heightOf(rows), top, first, end, offset: scrollTop + first * ROW_HEIGHT - at };
}

/** How far to scroll to have a row `above` pixels below the upper edge. */
export function scrollTopOf(row: number, above: number, size: Pick<Scroller, 'rows' | 'viewport'>): number {
  const most = Math.max(0, heightOf(size.rows) - size.viewport);
  return Math.min(most, Math.max(0, (row * ROW_HEIGHT - above) / scaleOf(size)));
}
