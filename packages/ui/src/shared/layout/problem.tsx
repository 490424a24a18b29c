import { Alert, Button, Group, Text } from '@mantine/core';
import { ApiProblem } from '../api/api-problem.ts';
import { useWords } from '../i18n/use-words.ts';

/** What went wrong, where it went wrong; the rest of the page stays. */
export function Problem({
  error,
  onRetry,
  title,
}: {
  readonly error: Error;
  readonly onRetry?: () => void;
  /** @default that it could not be loaded */
  readonly title?: string;
}) {
  const t = useWords();
  const problem = error instanceof ApiProblem ? error : null;
  return (
    <Alert color="red" variant="light" title={title ?? t('problem.title')} role="alert">
      <Text size="sm" style={{ whiteSpace: 'pre-wrap' }}>
        {problem?.status === 0 ? t('problem.unreachable') : error.message}
      </Text>
      <Group mt="xs" gap="sm">
        {onRetry && (
          <Button size="compact-sm" variant="default" onClick={onRetry}>
            {t('problem.retry')}
          </Button>
        )}
        {problem?.requestId && (
          <Text size="xs" c="dimmed">
            {t('problem.request', { id: problem.requestId })}
          </Text>
        )}
      </Group>
    </Alert>
  );
}
