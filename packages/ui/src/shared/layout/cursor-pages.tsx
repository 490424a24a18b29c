import { Button, Group } from '@mantine/core';
import { useWords } from '../i18n/use-words.ts';

interface CursorPagesProps {
  readonly page: { readonly next_cursor?: string | null; readonly previous_cursor?: string | null };
  readonly onCursor: (cursor: string) => void;
}

/** To the pages before and after this one; nothing when it is the only one. */
export function CursorPages({ page, onCursor }: CursorPagesProps) {
  const t = useWords();
  const { next_cursor: next, previous_cursor: previous } = page;
  if (!next && !previous) return null;
  return (
    <Group>
      <Button variant="default" disabled={!previous} onClick={() => onCursor(previous!)}>
        {t('list.previous')}
      </Button>
      <Button variant="default" disabled={!next} onClick={() => onCursor(next!)}>
        {t('list.next')}
      </Button>
    </Group>
  );
}
