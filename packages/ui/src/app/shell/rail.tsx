import { ActionIcon, Tooltip } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import {
  ChevronsLeft,
  ChevronsRight,
  House,
  Layers,
  ListChecks,
  type LucideIcon,
  ScrollText,
  Settings2,
  Workflow,
} from 'lucide-react';
import type { MessageKey } from '../../shared/i18n/i18n.ts';
import { useWords } from '../../shared/i18n/use-words.ts';
import classes from './rail.module.css';
import { useRail } from './use-rail.ts';

interface Place {
  readonly to: string;
  readonly label: MessageKey;
  readonly icon: LucideIcon;
}

/** The pages that work, in order. */
const PLACES: readonly Place[] = [
  { to: '/home', label: 'nav.home', icon: House },
  { to: '/dags', label: 'nav.dags', icon: Workflow },
  { to: '/runs', label: 'nav.runs', icon: ListChecks },
  { to: '/queue', label: 'nav.queue', icon: Layers },
  { to: '/events', label: 'nav.events', icon: ScrollText },
  { to: '/admin', label: 'nav.admin', icon: Settings2 },
];

export function Rail() {
  const t = useWords();
  const { isOpen, toggle } = useRail();
  const label = t(isOpen ? 'nav.collapse' : 'nav.expand');
  return (
    <nav className={classes['rail']} data-open={isOpen} aria-label={t('nav.label')}>
      <div className={classes['brand']}>
        <img src="/favicon.svg" width={22} height={22} alt="" />
        {isOpen && <span>{t('app.name')}</span>}
      </div>
      {PLACES.map(({ to, label: place, icon: Icon }) => (
        <Tooltip key={to} label={t(place)} position="right" disabled={isOpen}>
          <Link to={to} className={classes['place']} aria-label={t(place)}>
            <Icon size={16} aria-hidden />
            {isOpen && <span>{t(place)}</span>}
          </Link>
        </Tooltip>
      ))}
      <ActionIcon
        className={classes['toggle']}
        variant="subtle"
        color="gray"
        aria-label={label}
        title={label}
        onClick={toggle}
      >
        {isOpen ? <ChevronsLeft size={16} /> : <ChevronsRight size={16} />}
      </ActionIcon>
    </nav>
  );
}
