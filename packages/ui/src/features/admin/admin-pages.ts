/** The pages of the area, in order: what the navigation, the routes and the palette are made of. */
import {
  Activity,
  Cable,
  FileWarning,
  KeyRound,
  Layers,
  type LucideIcon,
  ShieldCheck,
  SlidersHorizontal,
  Users,
  Variable,
} from 'lucide-react';
import type { MessageKey } from '../../shared/i18n/i18n.ts';

export interface AdminPage {
  readonly to: string;
  readonly label: MessageKey;
  readonly icon: LucideIcon;
  /** What one has to be allowed to read. */
  readonly resource: string;
}

export const ADMIN_PAGES: readonly AdminPage[] = [
  { to: '/admin/variables', label: 'variables.title', icon: Variable, resource: 'Variables' },
  { to: '/admin/connections', label: 'connections.title', icon: Cable, resource: 'Connections' },
  { to: '/admin/pools', label: 'pools.title', icon: Layers, resource: 'Pools' },
  { to: '/admin/import-errors', label: 'faults.title', icon: FileWarning, resource: 'Import Errors' },
  { to: '/admin/health', label: 'health.title', icon: Activity, resource: 'Jobs' },
  { to: '/admin/users', label: 'users.title', icon: Users, resource: 'Users' },
  { to: '/admin/roles', label: 'roles.title', icon: ShieldCheck, resource: 'Roles' },
  { to: '/admin/tokens', label: 'tokens.title', icon: KeyRound, resource: 'My Profile' },
  { to: '/admin/config', label: 'config.title', icon: SlidersHorizontal, resource: 'Configurations' },
];
