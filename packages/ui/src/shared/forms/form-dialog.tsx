import { Button, Group, Modal, Stack } from '@mantine/core';
import type { FormEvent, ReactNode } from 'react';
import { useWords } from '../i18n/use-words.ts';
import { Problem } from '../layout/problem.tsx';

interface FormDialogProps {
  readonly title: string;
  readonly submit: string;
  readonly isBusy: boolean;
  /** What no field of the form tells. */
  readonly error?: Error | null;
  readonly onSubmit: (event?: FormEvent<HTMLFormElement>) => void;
  readonly onClose: () => void;
  readonly size?: string;
  /** Beside the buttons, on the left. */
  readonly aside?: ReactNode;
  readonly children: ReactNode;
}

/** A form over the page. */
export function FormDialog({
  title,
  submit,
  isBusy,
  error,
  onSubmit,
  onClose,
  size,
  aside,
  children,
}: FormDialogProps) {
  const t = useWords();
  return (
    <Modal
      opened
      title={title}
      onClose={onClose}
      size={size ?? 'md'}
      closeButtonProps={{ 'aria-label': t('form.close') }}
    >
      <form onSubmit={onSubmit} noValidate>
        <Stack gap="sm">
          {error && <Problem error={error} title={t('form.refused')} />}
          {children}
          <Group justify="space-between" mt="xs">
            <div>{aside}</div>
            <Group gap="xs">
              <Button variant="default" onClick={onClose}>
                {t('form.cancel')}
              </Button>
              <Button type="submit" loading={isBusy}>
                {submit}
              </Button>
            </Group>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
