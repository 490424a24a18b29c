import { Badge } from '@mantine/core';
import { useLiveStatus } from '../../shared/api/use-live.ts';
import { useWords } from '../../shared/i18n/use-words.ts';

/** Whether what is on screen is kept up to date; nothing on pages that watch nothing. */
export function LiveChip() {
  const t = useWords();
  const status = useLiveStatus();
  if (status === 'idle') return null;
  return (
    <Badge variant="dot" radius="sm" color={status === 'live' ? 'green' : 'gray'} style={{ textTransform: 'none' }}>
      {t(`live.${status}`)}
    </Badge>
  );
}
