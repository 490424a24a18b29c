import { Badge, Button, Group, Input, PasswordInput } from '@mantine/core';
import { useWords } from '../i18n/use-words.ts';

interface SecretInputProps {
  readonly label: string;
  readonly isSet: boolean;
  /** Undefined: what is stored stays. */
  readonly value: string | undefined;
  readonly error?: string | undefined;
  readonly onChange: (value: string | undefined) => void;
}

/** A secret that can be set and replaced, and never read. */
export function SecretInput({ label, isSet, value, error, onChange }: SecretInputProps) {
  const t = useWords();
  if (value === undefined && isSet) {
    return (
      <Input.Wrapper label={label}>
        <Group gap="xs" h={36}>
          <Badge variant="light" color="green" radius="sm" tt="none">
            {t('form.secretSet')}
          </Badge>
          <Button variant="default" size="compact-sm" onClick={() => onChange('')}>
            {t('form.secretReplace')}
          </Button>
        </Group>
      </Input.Wrapper>
    );
  }
  return (
    <PasswordInput
      label={label}
      autoComplete="new-password"
      placeholder={isSet ? t('form.secretNew') : t('form.secretNotSet')}
      value={value ?? ''}
      error={error}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
