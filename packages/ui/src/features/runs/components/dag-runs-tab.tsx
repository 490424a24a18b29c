import { getRouteApi } from '@tanstack/react-router';
import { RunList } from './run-list.tsx';

const route = getRouteApi('/shell/dags/$dagId/');

/** The runs of one DAG. */
export function DagRunsTab() {
  const { dagId } = route.useParams();
  const navigate = route.useNavigate();
  return (
    <RunList dagId={dagId} search={route.useSearch()} onSearch={(search) => void navigate({ search, replace: true })} />
  );
}
