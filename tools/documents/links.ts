/** Links of Markdown documents to other files of the repository. */

import { posix } from 'node:path';

interface Link {
  readonly target: string;
  readonly line: number;
}

/** What a check of links needs to know of the repository. */
export interface Documents {
  /** Every file of the repository, relative to its root, with `/`. */
  readonly files: readonly string[];
  /** The text of one of these files. */
  readonly read: (path: string) => string;
}

/** Links of one document that lead nowhere: a file or folder that does not exist, or a heading that a document lacks. */
export function findDeadLinks(path: string, { files, read }: Documents): string[] {
  return linksOf(read(path))
    .filter(({ target }) => !/^[a-z][a-z0-9+.-]*:/i.test(target))
    .flatMap(({ target, line }) => {
      const [file = '', anchor] = target.split('#', 2);
      const place = resolvePlace(path, decodeURIComponent(file));
      const exists = files.includes(place) || files.some((candidate) => candidate.startsWith(`${place}/`));
      if (!exists) return [`${path}:${line} links to ${target}, which does not exist.`];
      if (anchor === undefined || !place.endsWith('.md')) return [];
      return anchorsOf(read(place)).includes(anchor) ? [] : [`${path}:${line} links to ${target}: no such heading.`];
    });
}

function resolvePlace(path: string, file: string): string {
  if (file === '') return path;
  const place = file.startsWith('/') ? file.slice(1) : posix.join(posix.dirname(path), file);
  return place.replace(/\/$/, '');
}

/** Inline links and link definitions, outside of code. */
function linksOf(markdown: string): Link[] {
  return withoutCode(markdown)
    .split('\n')
    .flatMap((text, index) => {
      const inline = [...text.matchAll(/\]\(\s*<?([^)\s>]+)>?(?:\s+"[^"]*")?\s*\)/g)];
      const definition = [...text.matchAll(/^\s*\[[^\]]+\]:\s+<?(\S+?)>?(?:\s|$)/g)];
      return [...inline, ...definition].map((match) => ({ target: match[1] ?? '', line: index + 1 }));
    });
}

/** The names by which the headings of a document are linked to, as GitHub makes them. */
function anchorsOf(markdown: string): string[] {
  const seen = new Map<string, number>();
  return [...withoutFences(markdown).matchAll(/^#{1,6}\s+(.+?)\s*#*$/gm)].map(([, heading = '']) => {
    const slug = heading
      .toLowerCase()
      .replace(/[^\p{Letter}\p{Number}\s_-]/gu, '')
      .replace(/\s/g, '-');
    const count = seen.get(slug) ?? 0;
    seen.set(slug, count + 1);
    return count === 0 ? slug : `${slug}-${count}`;
  });
}

function withoutCode(markdown: string): string {
  return withoutFences(markdown).replace(/`[^`\n]*`/g, '');
}

/** Fenced code becomes empty lines, so that the numbers of lines stay. */
function withoutFences(markdown: string): string {
  return markdown.replace(/^( *)(```+|~~~+)[^\n]*\n[\s\S]*?^\1\2 *$/gm, (fence) => fence.replace(/[^\n]/g, ''));
}
