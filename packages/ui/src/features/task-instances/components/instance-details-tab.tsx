import { useQuery } from '@tanstack/react-query';
import { useWords } from '../../../shared/i18n/use-words.ts';
import { Facts } from '../../../shared/layout/facts.tsx';
import { Panel } from '../../../shared/layout/panel.tsx';
import { Instant } from '../../../shared/time/instant.tsx';
import { instanceQuery } from '../api/instance.ts';
import { useInstanceName } from '../use-instance-name.ts';

export function InstanceDetailsTab() {
  const t = useWords();
  const query = useQuery(instanceQuery(useInstanceName()));
  const instant = (at: string | null | undefined) => at && <Instant at={at} style="time" />;
  return (
    <Panel query={query} height={240}>
      {(instance) => (
        <Facts
          facts={[
            [t('task.operator'), instance.operator],
            [t('run.logicalDate'), instant(instance.logical_date)],
            [t('run.runAfter'), instant(instance.run_after)],
            [t('task.dependenciesMet'), instant(instance.dependencies_met_at)],
            [t('task.scheduled'), instant(instance.scheduled_when)],
            [t('task.queued'), instant(instance.queued_when)],
            [t('run.started'), instant(instance.start_date)],
            [t('run.ended'), instant(instance.end_date)],
            [t('task.worker'), instance.hostname && `${instance.hostname}:${instance.pid}`],
            [t('task.pool'), `${instance.pool} (${instance.pool_slots})`],
            [t('task.queue'), instance.queue],
            [t('task.priority'), instance.priority_weight],
            [t('task.cpu'), typeof instance.cpu_ms === 'number' ? `${Math.round(instance.cpu_ms)} ms` : null],
            [t('task.memory'), typeof instance.peak_memory_mb === 'number' ? `${instance.peak_memory_mb} MB` : null],
            [t('dag.version'), instance.dag_version?.version_number],
            [t('task.attemptId'), instance.id],
            [t('run.note'), instance.note],
          ]}
        />
      )}
    </Panel>
  );
}
