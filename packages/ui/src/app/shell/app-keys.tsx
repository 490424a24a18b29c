import { useNavigate } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import { useKey } from '../../shared/keyboard/use-key.ts';
import { useRail } from './use-rail.ts';

const HelpDialog = lazy(async () => ({
  default: (await import('../../shared/keyboard/help-dialog.tsx')).HelpDialog,
}));

/** The keys that work on every page. */
export function AppKeys() {
  const navigate = useNavigate();
  const toggleRail = useRail((rail) => rail.toggle);
  const [isHelping, setHelping] = useState(false);
  useKey('goDags', () => void navigate({ to: '/dags' }));
  useKey('goRuns', () => void navigate({ to: '/runs' }));
  useKey('toggleRail', toggleRail);
  useKey('help', () => setHelping(true));
  return isHelping ? (
    <Suspense>
      <HelpDialog onClose={() => setHelping(false)} />
    </Suspense>
  ) : null;
}
