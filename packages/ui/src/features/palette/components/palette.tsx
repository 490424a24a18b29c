import { Modal, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { Search } from 'lucide-react';
import { type KeyboardEvent, useState } from 'react';
import { useWords } from '../../../shared/i18n/use-words.ts';
import { searchQuery } from '../api/search.ts';
import { type Entry, entriesOf, matchPages } from '../entries.ts';
import classes from './palette.module.css';
import { PaletteList } from './palette-list.tsx';

const QUIET_MS = 120;

interface PaletteProps {
  /** The pages of the app that one may open. */
  readonly pages: readonly Entry[];
  readonly onClose: () => void;
}

/** Leads anywhere by a few letters: arrows choose, Enter opens. */
export function Palette({ pages, onClose }: PaletteProps) {
  const t = useWords();
  const router = useRouter();
  const [text, setText] = useState('');
  const [active, setActive] = useState(0);
  const [sought] = useDebouncedValue(text.trim(), QUIET_MS);
  const { data, isFetching } = useQuery(searchQuery(sought));
  const found = text.trim() === '' || data === undefined ? [] : entriesOf(data.results);
  const entries = [...found, ...matchPages(pages, text)];
  const chosen = Math.min(active, entries.length - 1);
  const open = ({ href }: Entry) => {
    onClose();
    void router.navigate({ href });
  };
  const press = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined && entries.length > 0) {
      event.preventDefault();
      setActive((chosen + step + entries.length) % entries.length);
    }
    const entry = entries[chosen];
    if (event.key === 'Enter' && entry) open(entry);
  };
  const isNothing = entries.length === 0 && !isFetching && sought === text.trim();
  return (
    <Modal
      opened
      onClose={onClose}
      withCloseButton={false}
      padding={0}
      size="lg"
      yOffset="12vh"
      aria-label={t('palette.title')}
    >
      <TextInput
        variant="unstyled"
        size="md"
        data-autofocus
        className={classes['input']}
        leftSection={<Search size={16} />}
        placeholder={t('palette.placeholder')}
        aria-label={t('palette.title')}
        role="combobox"
        aria-expanded
        aria-controls="palette-entries"
        aria-activedescendant={chosen >= 0 ? `palette-${chosen}` : undefined}
        value={text}
        onKeyDown={press}
        onChange={(event) => {
          setText(event.currentTarget.value);
          setActive(0);
        }}
      />
      <PaletteList entries={entries} active={chosen} onOpen={open} />
      {isNothing && <p className={classes['nothing']}>{t('palette.nothing', { text: text.trim() })}</p>}
    </Modal>
  );
}
