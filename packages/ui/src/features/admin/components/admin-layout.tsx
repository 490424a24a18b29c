import { Link, Outlet } from '@tanstack/react-router';
import { useWords } from '../../../shared/i18n/use-words.ts';
import { useMay } from '../../../shared/session/use-may.ts';
import { ADMIN_PAGES } from '../admin-pages.ts';
import classes from './admin-layout.module.css';

/** The pages of the area beside the one that is open. */
export function AdminLayout() {
  const t = useWords();
  const may = useMay();
  return (
    <div className={classes['area']}>
      <nav className={classes['pages']} aria-label={t('nav.admin')}>
        {ADMIN_PAGES.filter(({ resource }) => may('can_read', resource)).map(({ to, label, icon: Icon }) => (
          <Link key={to} to={to} className={classes['page']}>
            <Icon size={15} aria-hidden />
            {t(label)}
          </Link>
        ))}
      </nav>
      <Outlet />
    </div>
  );
}
