import { Stack, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useWords } from '../../../shared/i18n/use-words.ts';
import { Empty } from '../../../shared/layout/empty.tsx';
import { JsonBlock } from '../../../shared/layout/json-block.tsx';
import { Panel } from '../../../shared/layout/panel.tsx';
import { instanceQuery } from '../api/instance.ts';
import { useInstanceName } from '../use-instance-name.ts';

/** The templated fields as they were rendered. */
export function InputsTab() {
  const t = useWords();
  const query = useQuery(instanceQuery(useInstanceName()));
  return (
    <Panel query={query}>
      {({ rendered_fields: fields }) =>
        Object.keys(fields).length === 0 ? (
          <Empty title={t('task.noInputs')} hint={t('task.noInputsHint')} />
        ) : (
          <Stack gap="md">
            {Object.entries(fields).map(([field, value]) => (
              <Stack key={field} gap={4}>
                <Title order={2} size="sm" ff="monospace">
                  {field}
                </Title>
                <JsonBlock value={value} label={field} />
              </Stack>
            ))}
          </Stack>
        )
      }
    </Panel>
  );
}
