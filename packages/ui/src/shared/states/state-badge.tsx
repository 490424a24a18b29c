import { useWords } from '../i18n/use-words.ts';
import classes from './state-badge.module.css';
import { lookOf } from './task-states.ts';

/** A state by colour, glyph and word. */
export function StateBadge({ state, isBare = false }: { readonly state: string | null; readonly isBare?: boolean }) {
  const t = useWords();
  const { label, glyph: Glyph, colour } = lookOf(state);
  return (
    <span className={classes['badge']} title={isBare ? t(label) : undefined}>
      <span className={classes['mark']} data-state={state ?? 'none'} style={{ background: `var(${colour})` }}>
        <Glyph size={10} strokeWidth={3} aria-hidden />
      </span>
      {isBare ? <span className={classes['hidden']}>{t(label)}</span> : t(label)}
    </span>
  );
}
