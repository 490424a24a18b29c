import { ActionIcon, Tooltip } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { ChevronsLeft, ChevronsRight } from 'lucide-react';
import { useWords } from '../../shared/i18n/use-words.ts';
import { PLACES } from './places.ts';
import classes from './rail.module.css';
import { useRail } from './use-rail.ts';

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
