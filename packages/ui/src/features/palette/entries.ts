/** What the palette offers: pages and what the server finds, each with the address that it leads to. */
import { dagPath, runPath } from '../../shared/links/paths.ts';
import type { Found } from './api/search.ts';

export interface Entry {
  readonly key: string;
  readonly kind: 'page' | 'dag' | 'task' | 'dag_run' | 'pool' | 'variable' | 'connection';
  readonly name: string;
  readonly detail: string;
  readonly href: string;
}

/** Those whose name has all words of the text, wherever in it they stand. */
export function matchPages(pages: readonly Entry[], text: string): readonly Entry[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  return pages.filter(({ name }) => words.every((word) => name.toLowerCase().includes(word)));
}

/** What the server found; kinds that this version does not know are left out. */
export function entriesOf(results: readonly Found[]): readonly Entry[] {
  return results.flatMap(({ kind, name, dag_id, detail }) => {
    const href = placeOf(kind, name, dag_id);
    if (href === null) return [];
    const shown = kind === 'dag' ? (detail ?? '') : (dag_id ?? detail ?? '');
    return [{ key: `${kind} ${dag_id} ${name}`, kind: kind as Entry['kind'], name, detail: shown, href }];
  });
}

function placeOf(kind: string, name: string, dagId: string | null): string | null {
  switch (kind) {
    case 'dag':
      return dagPath(dagId ?? name);
    case 'task':
      return dagId === null ? null : `${dagPath(dagId)}/tasks`;
    case 'dag_run':
      return dagId === null ? null : runPath(dagId, name);
    case 'pool':
      return `/admin/pools?q=${encodeURIComponent(name)}`;
    case 'variable':
      return `/admin/variables?q=${encodeURIComponent(name)}`;
    case 'connection':
      return `/admin/connections?q=${encodeURIComponent(name)}`;
    default:
      return null;
  }
}
