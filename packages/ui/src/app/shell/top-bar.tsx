import { ActionIcon, Menu, Text, useMantineColorScheme } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { LogOut, Monitor, Moon, Sun, User } from 'lucide-react';
import { sessionQuery } from '../../features/session/api/session.ts';
import { useWords } from '../../shared/i18n/use-words.ts';
import { useTimeSettings } from '../../shared/time/time-settings.ts';
import classes from './top-bar.module.css';

const SCHEMES = [
  ['light', Sun],
  ['dark', Moon],
  ['auto', Monitor],
] as const;

export function TopBar() {
  const t = useWords();
  const timeZone = useTimeSettings((settings) => settings.timeZone);
  return (
    <header className={classes['bar']}>
      <span className={classes['spacer']} />
      <Text size="xs" c="dimmed">
        {timeZone}
      </Text>
      <UserMenu label={t('top.user')} />
    </header>
  );
}

function UserMenu({ label }: { readonly label: string }) {
  const t = useWords();
  const { data: session } = useQuery(sessionQuery);
  const { setColorScheme } = useMantineColorScheme();
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" aria-label={label}>
          <User size={16} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{session?.username}</Menu.Label>
        <Menu.Label>{t('top.theme')}</Menu.Label>
        {SCHEMES.map(([scheme, Icon]) => (
          <Menu.Item key={scheme} leftSection={<Icon size={14} />} onClick={() => setColorScheme(scheme)}>
            {t(`theme.${scheme}`)}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item component="a" href="/api/v2/auth/logout" leftSection={<LogOut size={14} />}>
          {t('top.signOut')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
