/** Words of the pages, by typed keys. English is complete; what another language lacks is shown in English. */
import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import { en } from './en.ts';

type WithoutCount<Key extends string> = Key extends `${infer Base}_one` | `${infer Base}_other` ? Base : Key;

/** A key without the ending that counts: `list.count` for `list.count_one` and `list.count_other`. */
export type MessageKey = WithoutCount<keyof typeof en>;
/** The words of another language. */
export type Messages = Partial<Record<keyof typeof en, string>>;

export const LANGUAGES = { en: 'English', de: 'Deutsch', fr: 'Français' } as const;
export type Language = keyof typeof LANGUAGES;

const KEY = 'tradewind.language';

const loaders: Readonly<Record<Exclude<Language, 'en'>, () => Promise<Messages>>> = {
  de: async () => (await import('./de.ts')).de,
  fr: async () => (await import('./fr.ts')).fr,
};

export async function startI18n(language: Language): Promise<void> {
  await i18next.use(initReactI18next).init({
    lng: 'en',
    fallbackLng: 'en',
    keySeparator: false,
    nsSeparator: false,
    resources: { en: { translation: en } },
    interpolation: { escapeValue: false },
  });
  await changeLanguage(language);
}

/** Shows the pages in this language, and keeps it in this browser. */
export async function chooseLanguage(language: Language): Promise<void> {
  localStorage.setItem(KEY, language);
  await changeLanguage(language);
}

async function changeLanguage(language: Language): Promise<void> {
  if (language !== 'en') i18next.addResourceBundle(language, 'translation', await loaders[language]());
  await i18next.changeLanguage(language);
  document.documentElement.lang = language;
}

/** The language that was chosen, or else the first one of the browser that there is. */
export function preferredLanguage(): Language {
  const wanted = [localStorage.getItem(KEY), ...navigator.languages.map((tag) => tag.slice(0, 2))];
  return (wanted.find((one) => one !== null && one in LANGUAGES) ?? 'en') as Language;
}
