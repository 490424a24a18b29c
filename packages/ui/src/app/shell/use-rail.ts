import { create } from 'zustand';

const KEY = 'tradewind.rail';

interface RailState {
  readonly isOpen: boolean;
  toggle(): void;
}

export const useRail = create<RailState>((set) => ({
  isOpen: localStorage.getItem(KEY) !== 'closed',
  toggle: () =>
    set(({ isOpen }) => {
      localStorage.setItem(KEY, isOpen ? 'closed' : 'open');
      return { isOpen: !isOpen };
    }),
}));
