import { Group, NumberInput, Select, SimpleGrid, Text, Textarea, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { faultsOf, isToldByFields } from '../../../shared/forms/faults.ts';
import { FormDialog } from '../../../shared/forms/form-dialog.tsx';
import { SecretInput } from '../../../shared/forms/secret-input.tsx';
import { useWords } from '../../../shared/i18n/use-words.ts';
import { type Connection, useSaveConnection } from '../api/connections.ts';
import { bodyOf, CONNECTION_FIELDS, formOf } from '../connection-form.ts';
import { CONNECTION_TYPES, type ConnectionField, connectionType } from '../connection-types.ts';
import { jsonFault } from '../json-fault.ts';
import { TestButton } from './test-button.tsx';

interface ConnectionDialogProps {
  /** Null: another one is made. */
  readonly connection: Connection | null;
  readonly onClose: () => void;
}

export function ConnectionDialog({ connection, onClose }: ConnectionDialogProps) {
  const t = useWords();
  const save = useSaveConnection();
  const form = useForm({
    initialValues: formOf(connection),
    validate: {
      connection_id: (id) => (id.trim() === '' ? t('form.required') : null),
      extra: (extra) => jsonFault(extra),
    },
  });
  const type = connectionType(form.values.conn_type);
  const label = (field: ConnectionField) => {
    const own = type.fields[field];
    return typeof own === 'string' ? own : t(`connections.${field}`);
  };
  const has = (field: ConnectionField) => type.fields[field] !== undefined || (connection?.[field] ?? null) !== null;
  return (
    <FormDialog
      title={t(connection ? 'connections.change' : 'connections.new')}
      submit={t('form.save')}
      isBusy={save.isPending}
      error={isToldByFields(save.error, CONNECTION_FIELDS) ? null : save.error}
      onSubmit={form.onSubmit((values) =>
        save.mutate(
          { was: connection, body: bodyOf(values) },
          { onSuccess: onClose, onError: (error) => form.setErrors(faultsOf(error)) },
        ),
      )}
      onClose={onClose}
      size="lg"
      aside={<TestButton body={() => bodyOf(form.values)} />}
    >
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="sm">
        <TextInput
          label={t('connections.id')}
          withAsterisk
          readOnly={connection !== null}
          variant={connection ? 'filled' : 'default'}
          data-autofocus={connection === null || undefined}
          {...form.getInputProps('connection_id')}
        />
        <Select
          label={t('connections.type')}
          searchable
          allowDeselect={false}
          data={typeChoices(form.values.conn_type)}
          {...form.getInputProps('conn_type')}
        />
      </SimpleGrid>
      {(has('host') || has('port')) && (
        <Group gap="sm" align="start" wrap="nowrap">
          {has('host') && <TextInput label={label('host')} flex={1} {...form.getInputProps('host')} />}
          {has('port') && (
            <NumberInput
              label={label('port')}
              w={120}
              hideControls
              allowDecimal={false}
              placeholder={type.port?.toString() ?? ''}
              {...form.getInputProps('port')}
            />
          )}
        </Group>
      )}
      {has('schema') && <TextInput label={label('schema')} {...form.getInputProps('schema')} />}
      {(has('login') || has('password')) && (
        <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="sm">
          {has('login') && <TextInput label={label('login')} autoComplete="off" {...form.getInputProps('login')} />}
          {has('password') && (
            <SecretInput
              label={label('password')}
              isSet={(connection?.password ?? null) !== null}
              {...form.getInputProps('password')}
              value={form.values.password}
            />
          )}
        </SimpleGrid>
      )}
      <Textarea
        label={t('connections.extra')}
        autosize
        minRows={3}
        maxRows={12}
        placeholder={type.extra ?? '{}'}
        styles={{ input: { fontFamily: 'var(--tw-mono)' } }}
        {...form.getInputProps('extra')}
      />
      <Text size="xs" c="dimmed" mt={-8}>
        {t('connections.extraHint')}
      </Text>
      <TextInput label={t('admin.description')} {...form.getInputProps('description')} />
    </FormDialog>
  );
}

/** The types that are known, and the one that the connection has. */
function typeChoices(own: string) {
  const known = CONNECTION_TYPES.map(({ type, name }) => ({ value: type, label: name }));
  return known.some(({ value }) => value === own) ? known : [...known, { value: own, label: own }];
}
