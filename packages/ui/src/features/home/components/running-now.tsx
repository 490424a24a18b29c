import { useQuery } from '@tanstack/react-query';
import { useWords } from '../../../shared/i18n/use-words.ts';
import { Card } from '../../../shared/layout/card.tsx';
import { PageLink } from '../../../shared/links/page-link.tsx';
import { runPath } from '../../../shared/links/paths.ts';
import { StateBadge } from '../../../shared/states/state-badge.tsx';
import { Instant } from '../../../shared/time/instant.tsx';
import { runningQuery } from '../api/home.ts';
import classes from './rows.module.css';

export function RunningNow() {
  const t = useWords();
  const running = useQuery(runningQuery);
  return (
    <Card title={t('home.running')} query={running} empty={t('home.nothingRuns')}>
      {({ dag_runs, total_entries }) =>
        dag_runs.length === 0 ? null : (
          <ul className={classes['rows']}>
            {dag_runs.map((run) => (
              <li key={`${run.dag_id} ${run.dag_run_id}`}>
                <StateBadge state={run.state} isBare />
                <span className={classes['grow']}>
                  <PageLink href={runPath(run.dag_id, run.dag_run_id)} title={run.dag_run_id}>
                    {run.dag_display_name}
                  </PageLink>
                </span>
                <span className={classes['quiet']}>
                  <Instant at={run.start_date ?? run.queued_at} />
                </span>
              </li>
            ))}
            {total_entries > dag_runs.length && (
              <li className={classes['quiet']}>{t('list.more', { count: total_entries - dag_runs.length })}</li>
            )}
          </ul>
        )
      }
    </Card>
  );
}
