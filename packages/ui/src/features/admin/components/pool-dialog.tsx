import { NumberInput, Switch, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { faultsOf, isToldByFields } from '../../../shared/forms/faults.ts';
import { FormDialog } from '../../../shared/forms/form-dialog.tsx';
import { useWords } from '../../../shared/i18n/use-words.ts';
import { type Pool, useChangePool, useCreatePool } from '../api/pools.ts';

const FIELDS = ['name', 'slots', 'description', 'include_deferred'];
const DEFAULT_POOL = 'default_pool';

interface PoolDialogProps {
  /** Null: another one is made. */
  readonly pool: Pool | null;
  readonly onClose: () => void;
}

export function PoolDialog({ pool, onClose }: PoolDialogProps) {
  const t = useWords();
  const create = useCreatePool();
  const change = useChangePool();
  const error = create.error ?? change.error;
  const form = useForm({
    initialValues: {
      name: pool?.name ?? '',
      slots: (pool?.slots ?? 8) as number | string,
      description: pool?.description ?? '',
      include_deferred: pool?.include_deferred ?? false,
    },
    validate: {
      name: (name) => (name.trim() === '' ? t('form.required') : null),
      slots: (slots) => (slots === '' ? t('form.required') : null),
    },
  });
  const submit = form.onSubmit(({ name, slots, ...rest }) => {
    const outcome = { onSuccess: onClose, onError: (fault: Error) => form.setErrors(faultsOf(fault)) };
    const body = { ...rest, slots: Number(slots) };
    if (pool === null) create.mutate({ ...body, name }, outcome);
    else change.mutate({ name: pool.name, body: name === pool.name ? body : { ...body, name } }, outcome);
  });
  return (
    <FormDialog
      title={t(pool ? 'pools.change' : 'pools.new')}
      submit={t('form.save')}
      isBusy={create.isPending || change.isPending}
      error={isToldByFields(error, FIELDS) ? null : error}
      onSubmit={submit}
      onClose={onClose}
    >
      <TextInput
        label={t('pools.name')}
        withAsterisk
        data-autofocus={pool === null || undefined}
        readOnly={pool?.name === DEFAULT_POOL}
        {...form.getInputProps('name')}
      />
      <NumberInput
        label={t('pools.slots')}
        description={t('pools.slotsHint')}
        min={-1}
        allowDecimal={false}
        {...form.getInputProps('slots')}
      />
      <TextInput label={t('admin.description')} {...form.getInputProps('description')} />
      <Switch
        label={t('pools.includeDeferred')}
        description={t('pools.includeDeferredHint')}
        {...form.getInputProps('include_deferred', { type: 'checkbox' })}
      />
    </FormDialog>
  );
}
