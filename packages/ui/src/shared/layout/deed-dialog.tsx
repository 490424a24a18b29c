import { Alert, Button, Group, Modal, ScrollArea, Skeleton, Stack, Text } from '@mantine/core';
import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useWords } from '../i18n/use-words.ts';
import { StateBadge } from '../states/state-badge.tsx';
import { Problem } from './problem.tsx';

/** A task instance that would be touched. */
export interface Touched {
  readonly task_id: string;
  readonly map_index?: number;
  readonly state?: string | null;
}

export interface DeedPreview {
  readonly total: number;
  readonly shown: readonly Touched[];
}

interface DeedDialogProps {
  readonly title: string;
  readonly confirm: string;
  /** What would be touched, by a dry run. */
  readonly preview: UseQueryResult<DeedPreview, Error>;
  readonly isPending: boolean;
  readonly error: Error | null;
  readonly isDangerous?: boolean;
  /** Whether it may be done although it touches no task instance. @default false */
  readonly mayBeEmpty?: boolean;
  readonly onConfirm: () => void;
  readonly onClose: () => void;
  /** What can be chosen. */
  readonly children?: ReactNode;
}

/** Shows what a deed would touch before it is done. */
export function DeedDialog(props: DeedDialogProps) {
  const { title, confirm, preview, isPending, error, isDangerous = false, mayBeEmpty = false } = props;
  const t = useWords();
  const mayConfirm = preview.data !== undefined && (preview.data.total > 0 || mayBeEmpty);
  return (
    <Modal opened onClose={props.onClose} title={title} size="lg">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (mayConfirm) props.onConfirm();
        }}
      >
        <Stack gap="md">
          {props.children}
          {preview.error ? <Problem error={preview.error} /> : <PreviewList preview={preview.data} />}
          {error && <Problem error={error} title={t('problem.refused')} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={props.onClose}>
              {t('deed.cancel')}
            </Button>
            <Button
              type="submit"
              data-autofocus
              color={isDangerous ? 'red' : 'accent'}
              loading={isPending}
              // It keeps the focus while the preview is read, so that Enter confirms.
              data-disabled={!mayConfirm}
              aria-disabled={!mayConfirm}
            >
              {confirm}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

function PreviewList({ preview }: { readonly preview: DeedPreview | undefined }) {
  const t = useWords();
  if (preview === undefined) return <Skeleton h={120} />;
  if (preview.total === 0) return <Alert color="gray">{t('deed.touchesNothing')}</Alert>;
  return (
    <Stack gap={4}>
      <Text fw={600} role="status">
        {t('deed.touches', { count: preview.total })}
      </Text>
      <ScrollArea.Autosize mah={220} type="auto">
        {preview.shown.map(({ task_id, map_index = -1, state }) => (
          <Group key={`${task_id} ${map_index}`} gap="sm" wrap="nowrap" py={2}>
            <StateBadge state={state ?? null} isBare />
            <Text size="sm">{map_index === -1 ? task_id : `${task_id} [${map_index}]`}</Text>
          </Group>
        ))}
        {preview.total > preview.shown.length && (
          <Text c="dimmed">{t('deed.more', { count: preview.total - preview.shown.length })}</Text>
        )}
      </ScrollArea.Autosize>
    </Stack>
  );
}
