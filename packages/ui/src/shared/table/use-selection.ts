import { useState } from 'react';

export interface Selection {
  readonly keys: readonly string[];
  has(key: string): boolean;
  toggle(key: string): void;
  set(keys: readonly string[]): void;
}

/** Which rows of a list are chosen, over all its pages. */
export function useSelection(): Selection {
  const [keys, set] = useState<readonly string[]>([]);
  return {
    keys,
    has: (key) => keys.includes(key),
    toggle: (key) => set(keys.includes(key) ? keys.filter((one) => one !== key) : [...keys, key]),
    set,
  };
}
