import { create } from 'zustand';

interface TimeSettings {
  /** IANA name of the zone in which times are shown. */
  readonly timeZone: string;
  setTimeZone(timeZone: string): void;
}

const KEY = 'tradewind.timeZone';
const browserZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone;

export const useTimeSettings = create<TimeSettings>((set) => ({
  timeZone: localStorage.getItem(KEY) ?? browserZone(),
  setTimeZone(timeZone) {
    localStorage.setItem(KEY, timeZone);
    set({ timeZone });
  },
}));
