import { Badge, Group, SimpleGrid, Text, UnstyledButton } from '@mantine/core';
import { ChevronDown, ChevronRight } from 'lucide-react';
import { useState } from 'react';
import { useWords } from '../../../shared/i18n/use-words.ts';
import { SlotBar } from '../../../shared/slots/slot-bar.tsx';
import type { Pool } from '../api/queue.ts';
import { isSaturated } from '../pool-order.ts';
import { PoolTasks } from './pool-tasks.tsx';
import classes from './queue.module.css';

/** A pool in a line; who holds and who waits below it. Open where there is something to see. */
export function PoolPanel({ pool }: { readonly pool: Pool }) {
  const t = useWords();
  const isBusy = pool.occupied_slots + pool.scheduled_slots > 0;
  const [chosen, setChosen] = useState<boolean | null>(null);
  const isOpen = chosen ?? isBusy;
  const Chevron = isOpen ? ChevronDown : ChevronRight;
  return (
    <section className={classes['pool']} aria-label={pool.name}>
      <UnstyledButton className={classes['head']} aria-expanded={isOpen} onClick={() => setChosen(!isOpen)}>
        <Group gap="xs" wrap="nowrap">
          <Chevron size={15} aria-hidden />
          <Text size="sm" fw={600}>
            {pool.name}
          </Text>
          <Text size="xs" c="dimmed">
            {pool.slots < 0 ? t('pools.unlimited') : t('queue.slots', { count: pool.slots })}
          </Text>
          {isSaturated(pool) && (
            <Badge color="red" variant="light" radius="sm" tt="none">
              {t('queue.saturated')}
            </Badge>
          )}
        </Group>
        <SlotBar pool={pool} />
      </UnstyledButton>
      {isOpen && (
        <SimpleGrid cols={{ base: 1, md: 2 }} spacing="xl" py="xs" pl={23}>
          <PoolTasks pool={pool.name} kind="holds" />
          <PoolTasks pool={pool.name} kind="waits" />
        </SimpleGrid>
      )}
    </section>
  );
}
