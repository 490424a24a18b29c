import type { MessageKey } from '../i18n/i18n.ts';
import { useWords } from '../i18n/use-words.ts';
import classes from './slot-bar.module.css';
import { type Share, type Slots, sharesOf } from './slot-shares.ts';

const WORDS: Readonly<Record<Share['kind'], MessageKey>> = {
  running: 'pools.running',
  queued: 'pools.queued',
  deferred: 'pools.deferred',
  free: 'pools.free',
};

/** The slots of a pool in a line, with the figures below it. */
export function SlotBar({ pool }: { readonly pool: Slots }) {
  const t = useWords();
  const shares = sharesOf(pool);
  const words = shares.map(({ kind, slots }) => `${slots} ${t(WORDS[kind])}`).join(', ');
  const waiting = pool.scheduled_slots > 0 ? t('pools.waiting', { count: pool.scheduled_slots }) : '';
  const said = [pool.slots < 0 ? t('pools.unlimited') : words, waiting].filter(Boolean).join(', ');
  return (
    <div>
      <div className={classes['bar']} role="img" aria-label={said}>
        {shares.map(({ kind, share }) => (
          <span key={kind} data-kind={kind} style={{ width: `${share * 100}%` }} />
        ))}
      </div>
      <div className={classes['words']} data-waiting={pool.scheduled_slots > 0 || undefined}>
        {said}
      </div>
    </div>
  );
}
