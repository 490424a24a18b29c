import { Modal, SegmentedControl, Select, Stack, Text, useMantineColorScheme } from '@mantine/core';
import { LANGUAGES, type Language } from '../../../shared/i18n/i18n.ts';
import { useLanguage, useWords } from '../../../shared/i18n/use-words.ts';
import { useTimeSettings } from '../../../shared/time/time-settings.ts';
import { THEMES, type Theme } from '../settings.ts';
import { useChangeSettings } from '../use-settings.ts';

const browserZone = Intl.DateTimeFormat().resolvedOptions().timeZone;
const SHOWN_ZONES = 60;

/** Language, time zone and theme: each is in force at once. */
export function SettingsDialog({ onClose }: { readonly onClose: () => void }) {
  const t = useWords();
  const language = useLanguage();
  const timeZone = useTimeSettings((settings) => settings.timeZone);
  const { colorScheme } = useMantineColorScheme();
  const { change, isLost } = useChangeSettings();
  return (
    <Modal opened title={t('settings.title')} onClose={onClose} closeButtonProps={{ 'aria-label': t('form.close') }}>
      <Stack gap="md">
        <Select
          label={t('settings.language')}
          allowDeselect={false}
          data={Object.entries(LANGUAGES).map(([value, label]) => ({ value, label }))}
          value={language}
          onChange={(value) => change({ language: value as Language })}
        />
        <Select
          label={t('settings.timeZone')}
          description={t('settings.browserZone', { zone: browserZone })}
          searchable
          allowDeselect={false}
          limit={SHOWN_ZONES}
          data={zones(timeZone)}
          value={timeZone}
          onChange={(value) => value !== null && change({ timeZone: value })}
        />
        <Stack gap={4}>
          <Text size="sm" fw={500} id="settings-theme">
            {t('top.theme')}
          </Text>
          <SegmentedControl
            aria-labelledby="settings-theme"
            data={THEMES.map((theme) => ({ value: theme, label: t(`theme.${theme}`) }))}
            value={colorScheme}
            onChange={(value) => change({ theme: value as Theme })}
          />
        </Stack>
        {isLost && (
          <Text size="sm" c="var(--tw-warn)" role="status">
            {t('settings.notStored')}
          </Text>
        )}
      </Stack>
    </Modal>
  );
}

/** UTC and the zone of the browser first. */
function zones(own: string): string[] {
  return [...new Set(['UTC', browserZone, own, ...Intl.supportedValuesOf('timeZone')])];
}
