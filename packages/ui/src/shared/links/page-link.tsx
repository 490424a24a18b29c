import { useRouter } from '@tanstack/react-router';
import type { MouseEvent, ReactNode } from 'react';
import classes from './page-link.module.css';

interface PageLinkProps {
  /** A path of this app. */
  readonly href: string;
  readonly title?: string;
  readonly children: ReactNode;
}

/** A link to a page by its address. */
export function PageLink({ href, title, children }: PageLinkProps) {
  const router = useRouter();
  const go = (event: MouseEvent) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    void router.navigate({ href });
  };
  return (
    <a className={classes['link']} href={href} title={title} onClick={go}>
      {children}
    </a>
  );
}
