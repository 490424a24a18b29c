import { Button, Group, Modal, Select, Stack, Switch, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { faultsOf, isToldByFields } from '../../../shared/forms/faults.ts';
import { FormDialog } from '../../../shared/forms/form-dialog.tsx';
import { ShownOnce } from '../../../shared/forms/shown-once.tsx';
import { useWords } from '../../../shared/i18n/use-words.ts';
import { daysFromNow } from '../../../shared/time/days-from-now.ts';
import { useIssueToken } from '../api/tokens.ts';

const LIFETIMES = [7, 30, 90, 365] as const;

export function TokenDialog({ onClose }: { readonly onClose: () => void }) {
  const t = useWords();
  const issue = useIssueToken();
  const form = useForm({
    initialValues: { name: '', days: '90', is_read_only: false },
    validate: { name: (name) => (name.trim() === '' ? t('form.required') : null) },
  });
  if (issue.data) return <IssuedToken name={issue.data.name} token={issue.data.token} onClose={onClose} />;
  const submit = form.onSubmit(({ name, days, is_read_only }) =>
    issue.mutate(
      { name, is_read_only, expires_at: days === 'never' ? null : daysFromNow(Number(days)) },
      { onError: (error) => form.setErrors(faultsOf(error)) },
    ),
  );
  return (
    <FormDialog
      title={t('tokens.new')}
      submit={t('tokens.issue')}
      isBusy={issue.isPending}
      error={isToldByFields(issue.error, ['name', 'is_read_only']) ? null : issue.error}
      onSubmit={submit}
      onClose={onClose}
    >
      <TextInput
        label={t('tokens.name')}
        description={t('tokens.nameHint')}
        withAsterisk
        data-autofocus
        {...form.getInputProps('name')}
      />
      <Select
        label={t('tokens.expires')}
        allowDeselect={false}
        data={[
          ...LIFETIMES.map((days) => ({ value: String(days), label: t('tokens.inDays', { count: days }) })),
          { value: 'never', label: t('tokens.never') },
        ]}
        {...form.getInputProps('days')}
      />
      <Switch
        label={t('tokens.readOnly')}
        description={t('tokens.readOnlyHint')}
        {...form.getInputProps('is_read_only', { type: 'checkbox' })}
      />
    </FormDialog>
  );
}

interface IssuedTokenProps {
  readonly name: string;
  readonly token: string;
  readonly onClose: () => void;
}

function IssuedToken({ name, token, onClose }: IssuedTokenProps) {
  const t = useWords();
  return (
    <Modal
      opened
      title={name}
      onClose={onClose}
      closeOnClickOutside={false}
      closeButtonProps={{ 'aria-label': t('form.close') }}
    >
      <Stack gap="sm">
        <ShownOnce secret={token} />
        <Group justify="flex-end">
          <Button onClick={onClose}>{t('form.done')}</Button>
        </Group>
      </Stack>
    </Modal>
  );
}
