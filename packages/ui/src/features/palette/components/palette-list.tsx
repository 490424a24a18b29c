import { Cable, CirclePlay, FileText, Layers, type LucideIcon, SquareCheck, Variable, Workflow } from 'lucide-react';
import { useEffect, useRef } from 'react';
import type { MessageKey } from '../../../shared/i18n/i18n.ts';
import { useWords } from '../../../shared/i18n/use-words.ts';
import type { Entry } from '../entries.ts';
import classes from './palette.module.css';

const LOOKS: Readonly<Record<Entry['kind'], readonly [LucideIcon, MessageKey]>> = {
  page: [FileText, 'palette.pages'],
  dag: [Workflow, 'palette.kind.dag'],
  task: [SquareCheck, 'palette.kind.task'],
  dag_run: [CirclePlay, 'palette.kind.dag_run'],
  pool: [Layers, 'palette.kind.pool'],
  variable: [Variable, 'palette.kind.variable'],
  connection: [Cable, 'palette.kind.connection'],
};

interface PaletteListProps {
  readonly entries: readonly Entry[];
  readonly active: number;
  readonly onOpen: (entry: Entry) => void;
}

export function PaletteList({ entries, active, onOpen }: PaletteListProps) {
  const t = useWords();
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    void list.current?.children[active]?.scrollIntoView({ block: 'nearest' });
  }, [active]);
  return (
    <div ref={list} id="palette-entries" role="listbox" aria-label={t('palette.title')} className={classes['list']}>
      {entries.map((entry, index) => {
        const [Icon, kind] = LOOKS[entry.kind];
        return (
          <button
            key={entry.key}
            type="button"
            id={`palette-${index}`}
            role="option"
            aria-selected={index === active}
            tabIndex={-1}
            className={classes['entry']}
            onClick={() => onOpen(entry)}
          >
            <Icon size={15} aria-hidden />
            <span className={classes['name']}>{entry.name}</span>
            <span className={classes['detail']}>{entry.detail}</span>
            <span className={classes['kind']}>{t(kind)}</span>
          </button>
        );
      })}
    </div>
  );
}
