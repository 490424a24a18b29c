import { Button, type ButtonProps, Tooltip } from '@mantine/core';
import { useWords } from '../i18n/use-words.ts';

interface DeedButtonProps extends ButtonProps {
  /** What `can` of the entity says; false: the button says why it cannot be pressed. */
  readonly may: boolean | undefined;
  readonly onClick: () => void;
}

export function DeedButton({ may, onClick, ...rest }: DeedButtonProps) {
  const t = useWords();
  const isRefused = may === false;
  return (
    <Tooltip label={t('deed.refused')} disabled={!isRefused}>
      <Button
        variant="default"
        size="compact-md"
        {...rest}
        data-disabled={isRefused}
        aria-disabled={isRefused}
        onClick={() => !isRefused && onClick()}
      />
    </Tooltip>
  );
}
