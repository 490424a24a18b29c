import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useWords } from '../i18n/use-words.ts';
import { Problem } from '../layout/problem.tsx';

interface ConfirmDialogProps {
  readonly title: string;
  /** What will be, in a sentence. */
  readonly body: string;
  /** What it will be done to. */
  readonly names?: readonly string[];
  readonly confirm: string;
  readonly isBusy: boolean;
  readonly error: Error | null;
  readonly onConfirm: () => void;
  readonly onClose: () => void;
}

const SHOWN = 8;

/** Asks before something is lost. */
export function ConfirmDialog({
  title,
  body,
  names = [],
  confirm,
  isBusy,
  error,
  onConfirm,
  onClose,
}: ConfirmDialogProps) {
  const t = useWords();
  return (
    <Modal opened title={title} onClose={onClose} closeButtonProps={{ 'aria-label': t('form.close') }}>
      <Stack gap="sm">
        {error && <Problem error={error} title={t('form.refused')} />}
        <Text>{body}</Text>
        {names.length > 1 && (
          <Text size="sm" ff="monospace" style={{ whiteSpace: 'pre-wrap' }}>
            {names.slice(0, SHOWN).join('\n')}
            {names.length > SHOWN && `\n${t('list.more', { count: names.length - SHOWN })}`}
          </Text>
        )}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose} data-autofocus>
            {t('form.cancel')}
          </Button>
          <Button color="red" loading={isBusy} onClick={onConfirm}>
            {confirm}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
