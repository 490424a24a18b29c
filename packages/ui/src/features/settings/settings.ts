/** What people choose for themselves, as the server keeps it. */
import { LANGUAGES, type Language } from '../../shared/i18n/i18n.ts';

export const THEMES = ['light', 'dark', 'auto'] as const;
export type Theme = (typeof THEMES)[number];

export interface Settings {
  readonly language?: Language;
  /** An IANA name. */
  readonly timeZone?: string;
  readonly theme?: Theme;
}

/** The settings among the preferences of the server. What this version does not know is left out. */
export function readSettings({ language, timeZone, theme }: Readonly<Record<string, unknown>>): Settings {
  const knownTheme = THEMES.find((one) => one === theme);
  return {
    ...(typeof language === 'string' && Object.hasOwn(LANGUAGES, language) ? { language: language as Language } : {}),
    ...(typeof timeZone === 'string' && isTimeZone(timeZone) ? { timeZone } : {}),
    ...(knownTheme === undefined ? {} : { theme: knownTheme }),
  };
}

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}
