import { MultiSelect, PasswordInput, SimpleGrid, Switch, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useQuery } from '@tanstack/react-query';
import { faultsOf, isToldByFields } from '../../../shared/forms/faults.ts';
import { FormDialog } from '../../../shared/forms/form-dialog.tsx';
import { useWords } from '../../../shared/i18n/use-words.ts';
import { rolesQuery } from '../api/roles.ts';
import { type User, useSaveUser } from '../api/users.ts';

const FIELDS = ['username', 'email', 'first_name', 'last_name', 'password', 'roles', 'active'];

interface UserDialogProps {
  /** Null: another one is made. */
  readonly user: User | null;
  readonly onClose: () => void;
}

export function UserDialog({ user, onClose }: UserDialogProps) {
  const t = useWords();
  const save = useSaveUser();
  const roles = useQuery(rolesQuery);
  const form = useForm({
    initialValues: {
      username: user?.username ?? '',
      email: user?.email ?? '',
      first_name: user?.first_name ?? '',
      last_name: user?.last_name ?? '',
      password: '',
      roles: user?.roles.map(({ name }) => name) ?? ['Viewer'],
      active: user?.active ?? true,
    },
    validate: { username: (name) => (name.trim() === '' ? t('form.required') : null) },
  });
  const submit = form.onSubmit(({ email, password, roles: names, ...rest }) =>
    save.mutate(
      {
        was: user,
        body: {
          ...rest,
          email: email === '' ? null : email,
          roles: names.map((name) => ({ name })),
          ...(password === '' ? {} : { password }),
        },
      },
      { onSuccess: onClose, onError: (error) => form.setErrors(faultsOf(error)) },
    ),
  );
  return (
    <FormDialog
      title={t(user ? 'users.change' : 'users.new')}
      submit={t('form.save')}
      isBusy={save.isPending}
      error={isToldByFields(save.error, FIELDS) ? null : save.error}
      onSubmit={submit}
      onClose={onClose}
    >
      <TextInput
        label={t('users.username')}
        withAsterisk
        data-autofocus={user === null || undefined}
        {...form.getInputProps('username')}
      />
      <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
        <TextInput label={t('users.firstName')} {...form.getInputProps('first_name')} />
        <TextInput label={t('users.lastName')} {...form.getInputProps('last_name')} />
      </SimpleGrid>
      <TextInput label={t('users.email')} type="email" {...form.getInputProps('email')} />
      <MultiSelect
        label={t('users.roles')}
        searchable
        data={roles.data?.roles.map(({ name }) => name) ?? form.values.roles}
        {...form.getInputProps('roles')}
      />
      <PasswordInput
        label={t('users.password')}
        description={t(user ? 'users.passwordKeep' : 'users.passwordHint')}
        autoComplete="new-password"
        {...form.getInputProps('password')}
      />
      <Switch
        label={t('users.isActive')}
        description={t('users.activeHint')}
        {...form.getInputProps('active', { type: 'checkbox' })}
      />
    </FormDialog>
  );
}
