import { Kbd, UnstyledButton } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { Search } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { ADMIN_PAGES } from '../../features/admin/admin-pages.ts';
import type { MessageKey } from '../../shared/i18n/i18n.ts';
import { useWords } from '../../shared/i18n/use-words.ts';
import { useMay } from '../../shared/session/use-may.ts';
import { PLACES } from './places.ts';
import classes from './top-bar.module.css';

const Palette = lazy(async () => ({
  default: (await import('../../features/palette/components/palette.tsx')).Palette,
}));

/** Opens the palette; so does Mod+K, wherever the focus is. */
export function PaletteButton() {
  const t = useWords();
  const may = useMay();
  const [isOpen, setIsOpen] = useState(false);
  useHotkeys([['mod+K', () => setIsOpen(true)]], []);
  const page = ({ to, label }: { readonly to: string; readonly label: MessageKey }, detail: string) =>
    ({ key: to, kind: 'page', name: t(label), detail, href: to }) as const;
  const pages = [
    ...PLACES.map((place) => page(place, '')),
    ...ADMIN_PAGES.filter(({ resource }) => may('can_read', resource)).map((one) => page(one, t('nav.admin'))),
  ];
  return (
    <>
      <UnstyledButton className={classes['search']} aria-label={t('top.search')} onClick={() => setIsOpen(true)}>
        <Search size={14} aria-hidden />
        <span>{t('top.search')}</span>
        <Kbd size="xs">Ctrl K</Kbd>
      </UnstyledButton>
      {isOpen && (
        <Suspense>
          <Palette pages={pages} onClose={() => setIsOpen(false)} />
        </Suspense>
      )}
    </>
  );
}
