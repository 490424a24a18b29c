import { expect, test } from 'vitest';
import { findDeadLinks } from './links.ts';

const texts: Readonly<Record<string, string>> = {
  'docs/guide.md': '# The guide\n\n## What it `does`: all\n\n## Twice\n\n## Twice\n\n```md\n## Not a heading\n```\n',
  'packages/model/src/ids.ts': '',
};

function deadLinks(text: string): string[] {
  const all: Readonly<Record<string, string>> = { ...texts, 'README.md': text };
  return findDeadLinks('README.md', { files: Object.keys(all), read: (path) => all[path] ?? '' });
}

test.each([
  '[a file](docs/guide.md) and [a folder](packages/model/)',
  '[a heading](docs/guide.md#what-it-does-all) and [the second of a name](docs/guide.md#twice-1)',
  '[from the root](/packages/model/src/ids.ts)',
  '[elsewhere](https://example.org/nothing) and [by mail](mailto:a@example.org)',
  '`[no link](nowhere.md)` in code',
  '```\n[no link](nowhere.md)\n```',
  '# Here\n[in the document](#here)',
])('%s leads somewhere', (text) => {
  expect(deadLinks(text)).toEqual([]);
});

test.each([
  ['a file', '[a](docs/gone.md)', 'README.md:1 links to docs/gone.md, which does not exist.'],
  ['the beginning of a name', '[a](docs/guid)', 'README.md:1 links to docs/guid, which does not exist.'],
  ['a heading', '\n[a](docs/guide.md#gone)', 'README.md:2 links to docs/guide.md#gone: no such heading.'],
  [
    'a heading in code',
    '[a](docs/guide.md#not-a-heading)',
    'README.md:1 links to docs/guide.md#not-a-heading: no such heading.',
  ],
  ['a definition', '[a]: docs/gone.md', 'README.md:1 links to docs/gone.md, which does not exist.'],
  ['an image', '![a](docs/gone.png "A title")', 'README.md:1 links to docs/gone.png, which does not exist.'],
])('%s that is not there is a dead link', (_, text, fault) => {
  expect(deadLinks(text)).toEqual([fault]);
});
