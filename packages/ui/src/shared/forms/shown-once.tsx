import { ActionIcon, Alert, Code, CopyButton, Group, Text } from '@mantine/core';
import { Check, Copy } from 'lucide-react';
import { useWords } from '../i18n/use-words.ts';

/** A secret that nobody can see again, with a button that copies it. */
export function ShownOnce({ secret }: { readonly secret: string }) {
  const t = useWords();
  return (
    <Alert color="yellow" variant="light" title={t('form.shownOnce')}>
      <Group gap="xs" wrap="nowrap">
        <Code block style={{ flex: 1, userSelect: 'all', overflowWrap: 'anywhere', whiteSpace: 'pre-wrap' }}>
          {secret}
        </Code>
        <CopyButton value={secret}>
          {({ copied, copy }) => (
            <ActionIcon variant="default" size="lg" aria-label={t('form.copy')} onClick={copy}>
              {copied ? <Check size={16} /> : <Copy size={16} />}
            </ActionIcon>
          )}
        </CopyButton>
      </Group>
      <Text size="xs" mt={6} c="dimmed">
        {t('form.shownOnceHint')}
      </Text>
    </Alert>
  );
}
