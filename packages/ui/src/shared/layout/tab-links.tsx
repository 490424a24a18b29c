import { Link } from '@tanstack/react-router';
import classes from './tab-links.module.css';

export interface TabLink {
  readonly to: string;
  readonly label: string;
  /** Only this very path; otherwise also what lies below it. @default false */
  readonly isExact?: boolean;
}

/** Tabs that are pages: each has an address. */
export function TabLinks({ tabs, label }: { readonly tabs: readonly TabLink[]; readonly label: string }) {
  return (
    <nav className={classes['tabs']} aria-label={label}>
      {tabs.map((tab) => (
        <Link
          key={tab.to}
          to={tab.to}
          className={classes['tab']}
          activeOptions={{ exact: tab.isExact ?? false, includeSearch: false }}
          replace
        >
          {tab.label}
        </Link>
      ))}
    </nav>
  );
}
