import { useQuery } from '@tanstack/react-query';
import { useWords } from '../../../shared/i18n/use-words.ts';
import { Card } from '../../../shared/layout/card.tsx';
import { PageLink } from '../../../shared/links/page-link.tsx';
import { dagPath } from '../../../shared/links/paths.ts';
import { Instant } from '../../../shared/time/instant.tsx';
import { nextQuery } from '../api/home.ts';
import classes from './rows.module.css';

const SHOWN = 8;

export function NextRuns() {
  const t = useWords();
  const next = useQuery(nextQuery);
  return (
    <Card title={t('home.next')} query={next} empty={t('home.nothingNext')}>
      {({ dags }) => {
        const due = dags.filter(({ next_dagrun_run_after }) => next_dagrun_run_after !== null).slice(0, SHOWN);
        if (due.length === 0) return null;
        return (
          <ul className={classes['rows']}>
            {due.map((dag) => (
              <li key={dag.dag_id}>
                <span className={classes['grow']}>
                  <PageLink href={dagPath(dag.dag_id)}>{dag.dag_display_name}</PageLink>
                </span>
                <span className={classes['quiet']}>
                  <Instant at={dag.next_dagrun_run_after} />
                </span>
              </li>
            ))}
          </ul>
        );
      }}
    </Card>
  );
}
