import { Button, Group, JsonInput, Modal, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import type { Dag, DagRun } from '../../../shared/api/rows.ts';
import { useWords } from '../../../shared/i18n/use-words.ts';
import { Problem } from '../../../shared/layout/problem.tsx';
import { triggerCheckQuery, useTriggerDag } from '../api/trigger-dag.ts';
import { initialConf, readConf, type TriggerForm, triggerBody } from '../trigger-form.ts';

interface TriggerDialogProps {
  readonly dag: Dag;
  readonly onTriggered: (run: DagRun) => void;
  readonly onClose: () => void;
}

const CHECK_MS = 350;

/** Starts a run. While the conf is typed, the server says whether it fits the params. */
export function TriggerDialog({ dag, onTriggered, onClose }: TriggerDialogProps) {
  const t = useWords();
  const trigger = useTriggerDag(dag.dag_id);
  const form = useForm<TriggerForm>({
    initialValues: { conf: initialConf(dag.params), runId: '', logicalDate: '', note: '' },
    validate: { conf: (conf) => (readConf(conf) === null ? t('trigger.confNoObject') : null) },
    validateInputOnChange: ['conf'],
  });
  const [typed] = useDebouncedValue(form.values, CHECK_MS);
  const check = useQuery(triggerCheckQuery(dag.dag_id, readConf(typed.conf) === null ? null : triggerBody(typed)));
  const submit = form.onSubmit((values) => trigger.mutate(triggerBody(values), { onSuccess: onTriggered }));
  const fault = trigger.error ?? (form.isValid() ? check.error : null);
  return (
    <Modal opened onClose={onClose} title={t('trigger.title', { dag: dag.dag_display_name })} size="lg">
      <form onSubmit={submit}>
        <Stack gap="md">
          {dag.is_paused && <Text c="dimmed">{t('trigger.paused')}</Text>}
          <JsonInput
            label={t('trigger.conf')}
            description={t('trigger.confHint')}
            autosize
            minRows={4}
            maxRows={14}
            data-autofocus
            styles={{ input: { fontFamily: 'var(--tw-mono)' } }}
            {...form.getInputProps('conf')}
          />
          <Group grow align="start">
            <TextInput
              label={t('trigger.runId')}
              placeholder={t('trigger.byItself')}
              {...form.getInputProps('runId')}
            />
            <TextInput
              label={t('trigger.logicalDate')}
              placeholder="2026-11-22T00:00:00Z"
              {...form.getInputProps('logicalDate')}
            />
          </Group>
          <Textarea label={t('run.note')} maxLength={1000} {...form.getInputProps('note')} />
          {fault && <Problem error={fault} title={t('problem.refused')} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t('deed.cancel')}
            </Button>
            <Button type="submit" loading={trigger.isPending} disabled={!form.isValid()}>
              {t('trigger.submit')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
