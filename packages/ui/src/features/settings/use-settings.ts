import { useMantineColorScheme } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { chooseLanguage } from '../../shared/i18n/i18n.ts';
import { useTimeSettings } from '../../shared/time/time-settings.ts';
import { settingsQuery, useStoreSettings } from './api/preferences.ts';
import type { Settings } from './settings.ts';

function useApply(): (settings: Settings) => void {
  const { setColorScheme } = useMantineColorScheme();
  return ({ language, timeZone, theme }) => {
    if (language !== undefined) void chooseLanguage(language);
    if (timeZone !== undefined) useTimeSettings.getState().setTimeZone(timeZone);
    if (theme !== undefined) setColorScheme(theme);
  };
}

/** Brings the settings that the server keeps into this browser. */
export function useStoredSettings(): void {
  const apply = useApply();
  const { data } = useQuery(settingsQuery);
  // biome-ignore lint/correctness/useExhaustiveDependencies: only what the server says counts, once each time
  useEffect(() => {
    if (data !== undefined) apply(data);
  }, [data]);
}

/** Changes settings here at once, and on the server as well. `isLost`: only here. */
export function useChangeSettings() {
  const apply = useApply();
  const store = useStoreSettings();
  return {
    isLost: store.isError,
    change(settings: Settings) {
      apply(settings);
      store.mutate(settings);
    },
  };
}
