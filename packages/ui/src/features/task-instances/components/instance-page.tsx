import { useQuery } from '@tanstack/react-query';
import { Outlet, useNavigate, useRouterState } from '@tanstack/react-router';
import { topicOf } from '../../../shared/api/live.ts';
import { useLive } from '../../../shared/api/use-live.ts';
import { useWords } from '../../../shared/i18n/use-words.ts';
import { useKey } from '../../../shared/keyboard/use-key.ts';
import { Panel } from '../../../shared/layout/panel.tsx';
import { TabLinks } from '../../../shared/layout/tab-links.tsx';
import { instanceKey, instanceQuery } from '../api/instance.ts';
import { readFailure } from '../failure.ts';
import { pathOfInstance, useInstanceName } from '../use-instance-name.ts';
import { FailureCard } from './failure-card.tsx';
import { InstanceHeader } from './instance-header.tsx';
import classes from './instance-page.module.css';

const FAILED = new Set(['failed', 'up_for_retry']);

/** A task instance: its head, why it failed, and a tab. */
export function InstancePage() {
  const t = useWords();
  const name = useInstanceName();
  const base = pathOfInstance(name);
  const navigate = useNavigate();
  const pathname = useRouterState({ select: ({ location }) => location.pathname });
  const query = useQuery(instanceQuery(name));
  useLive(topicOf('ti', name.dagId, name.runId, name.taskId, name.mapIndex), [instanceKey(name)]);
  useKey('why', () => void navigate({ href: `${base}/why` }));
  const isLog = pathname === base;
  return (
    <div className={classes['page']} data-full={isLog}>
      <Panel query={query} height={92}>
        {(instance) => {
          const failure = isLog && FAILED.has(instance.state ?? '') ? readFailure(instance.error) : null;
          return (
            <>
              <InstanceHeader key={base} name={name} instance={instance} />
              {failure && <FailureCard failure={failure} />}
            </>
          );
        }}
      </Panel>
      <TabLinks
        label={t('task.tabs')}
        tabs={[
          { to: base, label: t('task.log'), isExact: true },
          { to: `${base}/why`, label: t('task.why') },
          { to: `${base}/attempts`, label: t('task.attempts') },
          { to: `${base}/inputs`, label: t('task.inputs') },
          { to: `${base}/outputs`, label: t('task.outputs') },
          { to: `${base}/details`, label: t('dag.details') },
        ]}
      />
      <Outlet />
    </div>
  );
}
