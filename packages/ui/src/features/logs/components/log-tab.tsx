import { Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { type ReactNode, useMemo } from 'react';
import { useWords } from '../../../shared/i18n/use-words.ts';
import { Empty } from '../../../shared/layout/empty.tsx';
import { Panel } from '../../../shared/layout/panel.tsx';
import { loggedInstanceQuery, logMetaQuery } from '../api/log.ts';
import type { LogName } from '../log-name.ts';
import { useLogParams } from '../use-log-params.ts';
import { LogPanel } from './log-panel.tsx';

/** The log of the try of `?try=`, or else of the last one. */
export function LogTab() {
  const t = useWords();
  const { dagId = '', runId = '', taskId = '', mapIndex = '-1' } = useParams({ strict: false });
  const { try: chosen } = useLogParams().search;
  const instance = useQuery(loggedInstanceQuery({ dagId, runId, taskId, mapIndex: Number(mapIndex) }));
  const last = instance.data?.try_number ?? 0;
  const tryNumber = chosen ?? last;
  const name = useMemo(
    () => ({ dagId, runId, taskId, mapIndex: Number(mapIndex), tryNumber }),
    [dagId, runId, taskId, mapIndex, tryNumber],
  );
  return (
    <Panel query={instance} height={320}>
      {({ state }) =>
        tryNumber === 0 ? (
          <Empty title={t('log.waiting')} hint={t('log.waitingHint')} />
        ) : (
          <Log
            name={name}
            isFailed={tryNumber < last || state === 'failed' || state === 'up_for_retry'}
            tries={<TrySelect last={last} tryNumber={tryNumber} />}
          />
        )
      }
    </Panel>
  );
}

interface LogProps {
  readonly name: LogName;
  readonly isFailed: boolean;
  readonly tries: ReactNode;
}

function Log({ name, isFailed, tries }: LogProps) {
  const meta = useQuery(logMetaQuery(name));
  return (
    <Panel query={meta} height={320}>
      {(facts) => <LogPanel key={JSON.stringify(name)} name={name} meta={facts} isFailed={isFailed} tries={tries} />}
    </Panel>
  );
}

function TrySelect({ last, tryNumber }: { readonly last: number; readonly tryNumber: number }) {
  const t = useWords();
  const { change } = useLogParams();
  const tries = Array.from({ length: Math.max(last, tryNumber) }, (_, index) => `${index + 1}`);
  if (tries.length < 2) return null;
  return (
    <Select
      aria-label={t('task.try')}
      size="xs"
      w={96}
      allowDeselect={false}
      value={`${tryNumber}`}
      data={tries.map((value) => ({ value, label: t('task.tryNumber', { number: value }) }))}
      onChange={(value) => change({ try: Number(value) })}
    />
  );
}
