import { ActionIcon, Tooltip } from '@mantine/core';
import type { LucideIcon } from 'lucide-react';
import { useWords } from '../i18n/use-words.ts';

interface RowActionProps {
  readonly icon: LucideIcon;
  readonly label: string;
  /** False: the button is there and says that it may not be pressed. */
  readonly isAllowed?: boolean | undefined;
  readonly onClick: () => void;
}

/** A button of a row, by its icon. */
export function RowAction({ icon: Icon, label, isAllowed = true, onClick }: RowActionProps) {
  const t = useWords();
  return (
    <Tooltip label={isAllowed ? label : t('form.notAllowed', { what: label })}>
      <ActionIcon
        variant="subtle"
        color="gray"
        aria-label={label}
        aria-disabled={!isAllowed}
        {...(isAllowed ? {} : { 'data-disabled': true })}
        onClick={isAllowed ? onClick : undefined}
      >
        <Icon size={15} />
      </ActionIcon>
    </Tooltip>
  );
}
