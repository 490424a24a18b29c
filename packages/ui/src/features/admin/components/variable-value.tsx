import { Badge, Text } from '@mantine/core';
import { useWords } from '../../../shared/i18n/use-words.ts';

/** What the server says in place of a secret. */
export const HIDDEN = '***';

/** A value in a line; a secret only as there being one. */
export function VariableValue({ value }: { readonly value: string | null }) {
  const t = useWords();
  if (value === null) {
    return (
      <Text size="sm" c="var(--tw-danger)">
        {t('variables.unreadable')}
      </Text>
    );
  }
  if (value === HIDDEN) {
    return (
      <Badge variant="light" color="gray" radius="sm" tt="none">
        {t('form.secretSet')}
      </Badge>
    );
  }
  return (
    <Text size="sm" ff="monospace" lineClamp={1} title={value}>
      {value}
    </Text>
  );
}
