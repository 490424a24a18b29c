import { Text, Textarea, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { faultsOf, isToldByFields } from '../../../shared/forms/faults.ts';
import { FormDialog } from '../../../shared/forms/form-dialog.tsx';
import { SecretInput } from '../../../shared/forms/secret-input.tsx';
import { useWords } from '../../../shared/i18n/use-words.ts';
import { useSaveVariable, type Variable } from '../api/variables.ts';
import { jsonFault } from '../json-fault.ts';
import { HIDDEN } from './variable-value.tsx';

interface VariableDialogProps {
  /** Null: another one is made. */
  readonly variable: Variable | null;
  readonly onClose: () => void;
}

export function VariableDialog({ variable, onClose }: VariableDialogProps) {
  const t = useWords();
  const save = useSaveVariable();
  const isSecret = variable?.value === HIDDEN;
  const form = useForm({
    initialValues: {
      key: variable?.key ?? '',
      value: isSecret ? undefined : (variable?.value ?? ''),
      description: variable?.description ?? '',
    },
    validate: { key: (key) => (key.trim() === '' ? t('form.required') : null) },
  });
  const fault = jsonFault(form.values.value ?? '');
  const submit = form.onSubmit((values) =>
    save.mutate(
      { was: variable, ...values },
      { onSuccess: onClose, onError: (error) => form.setErrors(faultsOf(error)) },
    ),
  );
  return (
    <FormDialog
      title={t(variable ? 'variables.change' : 'variables.new')}
      submit={t('form.save')}
      isBusy={save.isPending}
      error={isToldByFields(save.error, ['key', 'value', 'description']) ? null : save.error}
      onSubmit={submit}
      onClose={onClose}
      size="lg"
    >
      <TextInput
        label={t('variables.key')}
        withAsterisk
        readOnly={variable !== null}
        variant={variable ? 'filled' : 'default'}
        data-autofocus={variable === null || undefined}
        {...form.getInputProps('key')}
      />
      {isSecret ? (
        <SecretInput label={t('variables.value')} isSet {...form.getInputProps('value')} value={form.values.value} />
      ) : (
        <Textarea
          label={t('variables.value')}
          autosize
          minRows={4}
          maxRows={16}
          styles={{ input: { fontFamily: 'var(--tw-mono)' } }}
          data-autofocus={variable !== null || undefined}
          {...form.getInputProps('value')}
        />
      )}
      {fault !== null && (
        <Text size="xs" c="var(--tw-warn)" role="status">
          {t('variables.notJson', { fault })}
        </Text>
      )}
      <TextInput label={t('admin.description')} {...form.getInputProps('description')} />
    </FormDialog>
  );
}
