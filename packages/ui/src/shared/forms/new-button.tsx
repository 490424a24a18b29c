import { Button, Tooltip } from '@mantine/core';
import { Plus } from 'lucide-react';
import { useWords } from '../i18n/use-words.ts';

interface NewButtonProps {
  readonly label: string;
  readonly isAllowed: boolean;
  readonly onClick: () => void;
}

/** The button that makes another one; says why when it may not be pressed. */
export function NewButton({ label, isAllowed, onClick }: NewButtonProps) {
  const t = useWords();
  return (
    <Tooltip label={t('form.notAllowed', { what: label })} disabled={isAllowed}>
      <Button
        leftSection={<Plus size={15} />}
        {...(isAllowed ? {} : { 'data-disabled': true })}
        aria-disabled={!isAllowed}
        onClick={isAllowed ? onClick : undefined}
      >
        {label}
      </Button>
    </Tooltip>
  );
}
