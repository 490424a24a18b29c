import { Button, Group, Text } from '@mantine/core';
import { useWords } from '../../../shared/i18n/use-words.ts';
import { type ConnectionBody, useTestConnection } from '../api/connections.ts';

/** Asks the outside system, with what the form holds, before it is saved. */
export function TestButton({ body }: { readonly body: () => ConnectionBody }) {
  const t = useWords();
  const test = useTestConnection();
  const isGood = test.data?.status === true;
  const says = test.error?.message ?? test.data?.message;
  return (
    <Group gap="xs">
      <Button variant="default" loading={test.isPending} onClick={() => test.mutate(body())}>
        {t('connections.test')}
      </Button>
      {says !== undefined && (
        <Text
          size="xs"
          maw={220}
          lineClamp={3}
          title={says}
          c={isGood ? 'var(--tw-ok)' : 'var(--tw-danger)'}
          role="status"
        >
          {t(isGood ? 'connections.works' : 'connections.fails')} {says}
        </Text>
      )}
    </Group>
  );
}
