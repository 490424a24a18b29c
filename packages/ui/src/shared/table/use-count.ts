import { useWords } from '../i18n/use-words.ts';
import type { PageOf } from './list-panel.tsx';

/** How many there are, in words; nothing while it is not known. */
export function useCount(page: PageOf<unknown> | undefined): string | undefined {
  const t = useWords();
  if (page === undefined) return undefined;
  return t(page.isEstimate ? 'list.countEstimate' : 'list.count', { count: page.total });
}
