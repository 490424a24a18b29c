import { Outlet } from '@tanstack/react-router';
import { useWords } from '../../shared/i18n/use-words.ts';
import { AppKeys } from './app-keys.tsx';
import { Rail } from './rail.tsx';
import classes from './shell.module.css';
import { TopBar } from './top-bar.tsx';

/** What surrounds every page: the rail, the top bar, the content. */
export function Shell() {
  const t = useWords();
  return (
    <div className={classes['shell']}>
      <a className={classes['skip']} href="#content">
        {t('app.skip')}
      </a>
      <AppKeys />
      <Rail />
      <div className={classes['main']}>
        <TopBar />
        <main id="content" className={classes['content']} tabIndex={-1}>
          <Outlet />
        </main>
      </div>
    </div>
  );
}
