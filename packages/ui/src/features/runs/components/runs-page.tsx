import { Stack, Title } from '@mantine/core';
import { getRouteApi } from '@tanstack/react-router';
import { useLive } from '../../../shared/api/use-live.ts';
import { useWords } from '../../../shared/i18n/use-words.ts';
import { RunList } from './run-list.tsx';

const route = getRouteApi('/shell/runs');

/** The runs of all DAGs. */
export function RunsPage() {
  const t = useWords();
  const navigate = route.useNavigate();
  useLive('home', [['dag-runs', '~']]);
  return (
    <Stack gap="sm">
      <Title order={1} size="h3">
        {t('nav.runs')}
      </Title>
      <RunList
        dagId={null}
        search={route.useSearch()}
        onSearch={(search) => void navigate({ search, replace: true })}
      />
    </Stack>
  );
}
