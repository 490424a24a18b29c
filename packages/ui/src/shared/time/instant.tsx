import { useLanguage, useWords } from '../i18n/use-words.ts';
import { formatSpan, formatTime, readInstant, type TimeStyle } from './format-time.ts';
import { useNow } from './now.ts';
import { useTimeSettings } from './time-settings.ts';

interface InstantProps {
  /** As the API gives it. */
  readonly at: string | null | undefined;
  readonly style?: TimeStyle;
}

/** An instant as time and distance: “22 Nov 2026, 14:02 (3 m ago)”. */
export function Instant({ at, style = 'minute' }: InstantProps) {
  const t = useWords();
  const language = useLanguage();
  const timeZone = useTimeSettings((settings) => settings.timeZone);
  const now = useNow();
  const instant = readInstant(at);
  if (instant === null) return <span>{t('time.never')}</span>;
  const span = formatSpan(instant - now);
  return (
    <time dateTime={at ?? undefined} title={formatTime(instant, 'time', { timeZone, language })}>
      {formatTime(instant, style, { timeZone, language })}{' '}
      <span style={{ color: 'var(--tw-muted)' }}>
        ({instant > now ? t('time.in', { span }) : t('time.ago', { span })})
      </span>
    </time>
  );
}
