import { NumberInput } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useWords } from '../../../shared/i18n/use-words.ts';
import { type Pool, useChangePool } from '../api/pools.ts';

/** The slots of a pool, changed where they stand: Enter or leaving the field keeps them, Escape gives up. */
export function SlotsInput({ pool }: { readonly pool: Pool }) {
  const t = useWords();
  const change = useChangePool();
  const [slots, setSlots] = useState<number | string>(pool.slots);
  useEffect(() => setSlots(pool.slots), [pool.slots]);
  const keep = () => {
    if (slots === '' || Number(slots) === pool.slots) return setSlots(pool.slots);
    change.mutate({ name: pool.name, body: { slots: Number(slots) } });
  };
  return (
    <NumberInput
      size="xs"
      w={104}
      min={-1}
      allowDecimal={false}
      aria-label={t('pools.slotsOf', { name: pool.name })}
      title={t('pools.slotsHint')}
      disabled={pool.can?.['edit'] === false}
      value={slots}
      error={change.error?.message}
      onChange={setSlots}
      onBlur={keep}
      onKeyDown={({ key }) => {
        if (key === 'Enter') keep();
        if (key === 'Escape') setSlots(pool.slots);
      }}
    />
  );
}
