import { Button, Paper, PasswordInput, Stack, Text, TextInput, Title } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useWords } from '../../../shared/i18n/use-words.ts';
import { Problem } from '../../../shared/layout/problem.tsx';
import { useSignIn } from '../api/session.ts';
import classes from './sign-in-page.module.css';

export function SignInPage({ onSignedIn }: { readonly onSignedIn: () => void }) {
  const t = useWords();
  const signIn = useSignIn();
  const form = useForm({ initialValues: { username: '', password: '' } });
  return (
    <main className={classes['page']}>
      <Paper className={classes['card']} withBorder p="xl">
        <form onSubmit={form.onSubmit((values) => signIn.mutate(values, { onSuccess: onSignedIn }))}>
          <Stack gap="md">
            <Title order={1} size="h3">
              {t('signIn.title')}
            </Title>
            {signIn.error && <Problem error={signIn.error} />}
            <TextInput
              label={t('signIn.username')}
              autoComplete="username"
              autoFocus
              required
              {...form.getInputProps('username')}
            />
            <PasswordInput
              label={t('signIn.password')}
              autoComplete="current-password"
              required
              {...form.getInputProps('password')}
            />
            <Button type="submit" loading={signIn.isPending}>
              {t('signIn.submit')}
            </Button>
            <Text size="xs" c="dimmed">
              {t('signIn.first')}
            </Text>
          </Stack>
        </form>
      </Paper>
    </main>
  );
}
