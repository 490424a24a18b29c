import { Group, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useWords } from '../../../shared/i18n/use-words.ts';
import { Empty } from '../../../shared/layout/empty.tsx';
import { JsonBlock } from '../../../shared/layout/json-block.tsx';
import { Panel } from '../../../shared/layout/panel.tsx';
import { Instant } from '../../../shared/time/instant.tsx';
import { outputQuery, outputsQuery } from '../api/instance.ts';
import { type InstanceName, useInstanceName } from '../use-instance-name.ts';

/** The XComs that the task instance left. */
export function OutputsTab() {
  const t = useWords();
  const name = useInstanceName();
  const query = useQuery(outputsQuery(name));
  return (
    <Panel query={query}>
      {({ xcom_entries: entries }) =>
        entries.length === 0 ? (
          <Empty title={t('task.noOutputs')} />
        ) : (
          <Stack gap="md">
            {entries.map(({ key, timestamp }) => (
              <Output key={key} name={name} xcomKey={key} at={timestamp} />
            ))}
          </Stack>
        )
      }
    </Panel>
  );
}

interface OutputProps {
  readonly name: InstanceName;
  readonly xcomKey: string;
  readonly at: string;
}

function Output({ name, xcomKey, at }: OutputProps) {
  const query = useQuery(outputQuery(name, xcomKey));
  return (
    <Stack gap={4}>
      <Group gap="sm">
        <Title order={2} size="sm" ff="monospace">
          {xcomKey}
        </Title>
        <Text size="xs" c="dimmed">
          <Instant at={at} style="time" />
        </Text>
      </Group>
      <Panel query={query} height={60}>
        {({ value }) => <JsonBlock value={value} label={xcomKey} />}
      </Panel>
    </Stack>
  );
}
