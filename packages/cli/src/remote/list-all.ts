import { MAX_LIMIT } from '@tradewind/contract';

/** A page by cursor, as the API answers it. */
interface CursorPage {
  readonly next_cursor?: string | null;
}

/**
 * The rows of all pages, in the order of the list, at most `limit`.
 *
 * `read` asks for one page, and says where in it the rows are.
 */
export async function listAll<Page extends CursorPage, Row>(
  read: (query: { readonly cursor: string; readonly limit: number }) => Promise<Page>,
  rowsOf: (page: Page) => readonly Row[],
  limit: number = Number.POSITIVE_INFINITY,
): Promise<readonly Row[]> {
  const all: Row[] = [];
  let cursor: string | null = '';
  while (cursor !== null && all.length < limit) {
    const page: Page = await read({ cursor, limit: Math.min(MAX_LIMIT, limit - all.length) });
    all.push(...rowsOf(page));
    cursor = page.next_cursor ?? null;
  }
  return all;
}
