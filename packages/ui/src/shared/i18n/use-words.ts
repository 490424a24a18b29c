import { useTranslation } from 'react-i18next';
import type { MessageKey } from './i18n.ts';

/** The words of the language in force. `values` fill in `{{name}}`; `count` also chooses the plural. */
export type Words = (key: MessageKey, values?: Readonly<Record<string, string | number>>) => string;

export function useWords(): Words {
  return useTranslation().t as unknown as Words;
}

/** The tag of the language in force, such as `en`. */
export function useLanguage(): string {
  return useTranslation().i18n.language;
}
