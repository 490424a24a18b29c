import { House, Layers, ListChecks, type LucideIcon, ScrollText, Settings2, Workflow } from 'lucide-react';
import type { MessageKey } from '../../shared/i18n/i18n.ts';

export interface Place {
  readonly to: string;
  readonly label: MessageKey;
  readonly icon: LucideIcon;
}

/** The pages that work, in order. */
export const PLACES: readonly Place[] = [
  { to: '/home', label: 'nav.home', icon: House },
  { to: '/dags', label: 'nav.dags', icon: Workflow },
  { to: '/runs', label: 'nav.runs', icon: ListChecks },
  { to: '/queue', label: 'nav.queue', icon: Layers },
  { to: '/events', label: 'nav.events', icon: ScrollText },
  { to: '/admin', label: 'nav.admin', icon: Settings2 },
];
