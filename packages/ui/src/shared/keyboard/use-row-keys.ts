import { type RefObject, useRef } from 'react';
import { useKey } from './use-key.ts';

/** Marks the link that stands for a row: `<Link {...rowLink}>`. */
export const rowLink = { 'data-row-link': '' } as const;

/**
 * `j` and `k` move the focus over the links of the rows inside the returned element, so that Enter opens one; `x` ticks
 * the box of the row; `/` goes to the filter, which is the first field of text inside.
 */
export function useRowKeys<Element extends HTMLElement>(): RefObject<Element | null> {
  const list = useRef<Element>(null);
  const move = (step: 1 | -1): void => {
    const links = [...(list.current?.querySelectorAll<HTMLElement>('[data-row-link]') ?? [])];
    const at = links.findIndex((link) => link.closest('tr, li')?.contains(document.activeElement));
    const next = at === -1 ? 0 : Math.min(links.length - 1, Math.max(0, at + step));
    links[next]?.focus();
    links[next]?.scrollIntoView({ block: 'nearest' });
  };
  useKey('nextRow', () => move(1));
  useKey('previousRow', () => move(-1));
  useKey('selectRow', () =>
    document.activeElement?.closest('tr')?.querySelector<HTMLElement>('input[type="checkbox"]')?.click(),
  );
  useKey('focusFilter', () => list.current?.querySelector<HTMLElement>('input:not([type="checkbox"])')?.focus());
  return list;
}
