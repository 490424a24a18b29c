import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { CircleX, FileWarning } from 'lucide-react';
import { useWords } from '../../../shared/i18n/use-words.ts';
import { Card } from '../../../shared/layout/card.tsx';
import { PageLink } from '../../../shared/links/page-link.tsx';
import { instancePath } from '../../../shared/links/paths.ts';
import { Instant } from '../../../shared/time/instant.tsx';
import { acknowledgedQuery, type ErrorGroup, errorsQuery, faultsQuery, useAcknowledge } from '../api/home.ts';
import { unseenErrors } from '../unseen-errors.ts';
import classes from './rows.module.css';

const SHOWN = 6;

/** Failures that nobody has seen, each kind once, and files that do not load. */
export function NeedsYou() {
  const t = useWords();
  const errors = useQuery(errorsQuery);
  const seen = useQuery(acknowledgedQuery);
  const faults = useQuery(faultsQuery);
  return (
    <Card title={t('home.needsYou')} query={errors} empty={t('home.nothingNeedsYou')}>
      {(data) => {
        const failures = unseenErrors(data.errors, seen.data?.acknowledgements ?? []);
        const files = faults.data?.import_errors ?? [];
        if (failures.length + files.length === 0) return null;
        return (
          <ul className={classes['rows']}>
            {files.map((fault) => (
              <li key={fault.import_error_id}>
                <span className={classes['loud']}>
                  <FileWarning size={15} aria-hidden />
                  <PageLink href="/admin/import-errors">
                    {fault.filename}
                    {fault.line === null ? '' : `:${fault.line}`}
                  </PageLink>
                </span>
                <span className={classes['grow']}>{fault.message}</span>
                <span className={classes['quiet']}>
                  <Instant at={fault.timestamp} />
                </span>
              </li>
            ))}
            {failures.slice(0, SHOWN).map((error) => (
              <Failure key={error.fingerprint} error={error} />
            ))}
            {failures.length > SHOWN && (
              <li className={classes['quiet']}>{t('list.more', { count: failures.length - SHOWN })}</li>
            )}
          </ul>
        );
      }}
    </Card>
  );
}

function Failure({ error }: { readonly error: ErrorGroup }) {
  const t = useWords();
  const acknowledge = useAcknowledge();
  const { example } = error;
  return (
    <li>
      <span className={classes['loud']}>
        <CircleX size={15} aria-hidden />
        <PageLink href={instancePath(example)}>{`${example.dag_id} › ${example.task_id}`}</PageLink>
      </span>
      <span className={classes['grow']}>
        {error.name}: {error.message}
      </span>
      <span className={classes['quiet']}>
        {t('home.times', { count: error.count })} · <Instant at={error.last_seen} />
      </span>
      <Button
        variant="default"
        size="compact-sm"
        title={t('home.seenHint')}
        loading={acknowledge.isPending}
        onClick={() => acknowledge.mutate(error)}
      >
        {t('home.seen')}
      </Button>
    </li>
  );
}
