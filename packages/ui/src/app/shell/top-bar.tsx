import { ActionIcon, Menu, UnstyledButton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { LogOut, Settings, User } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { sessionQuery } from '../../features/session/api/session.ts';
import { useStoredSettings } from '../../features/settings/use-settings.ts';
import { useWords } from '../../shared/i18n/use-words.ts';
import { useTimeSettings } from '../../shared/time/time-settings.ts';
import { LiveChip } from './live-chip.tsx';
import { PaletteButton } from './palette-button.tsx';
import classes from './top-bar.module.css';

const SettingsDialog = lazy(async () => ({
  default: (await import('../../features/settings/components/settings-dialog.tsx')).SettingsDialog,
}));

export function TopBar() {
  const t = useWords();
  const timeZone = useTimeSettings((settings) => settings.timeZone);
  const [isSetting, setIsSetting] = useState(false);
  useStoredSettings();
  return (
    <header className={classes['bar']}>
      <PaletteButton />
      <span className={classes['spacer']} />
      <LiveChip />
      <UnstyledButton fz="xs" c="dimmed" title={t('settings.timeZone')} onClick={() => setIsSetting(true)}>
        {timeZone}
      </UnstyledButton>
      <UserMenu onSettings={() => setIsSetting(true)} />
      {isSetting && (
        <Suspense>
          <SettingsDialog onClose={() => setIsSetting(false)} />
        </Suspense>
      )}
    </header>
  );
}

function UserMenu({ onSettings }: { readonly onSettings: () => void }) {
  const t = useWords();
  const { data: session } = useQuery(sessionQuery);
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" aria-label={t('top.user')}>
          <User size={16} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{session?.username}</Menu.Label>
        <Menu.Item leftSection={<Settings size={14} />} onClick={onSettings}>
          {t('settings.title')}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item component="a" href="/api/v2/auth/logout" leftSection={<LogOut size={14} />}>
          {t('top.signOut')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
