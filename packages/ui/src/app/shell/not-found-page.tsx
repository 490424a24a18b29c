import { Anchor, Center, Stack, Title } from '@mantine/core';
import { useWords } from '../../shared/i18n/use-words.ts';

export function NotFoundPage() {
  const t = useWords();
  return (
    <Center mih={300}>
      <Stack align="center">
        <Title order={1} size="h3">
          {t('problem.notFound')}
        </Title>
        <Anchor href="/dags">{t('problem.backHome')}</Anchor>
      </Stack>
    </Center>
  );
}
