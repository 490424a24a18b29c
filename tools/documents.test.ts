import { expect, test } from 'vitest';
import { findDeadLinks } from './documents/links.ts';
import { findMachineTraces, thisMachine } from './documents/machine-traces.ts';
import { listRepositoryFiles, readRepositoryFile, rootFolder } from './repository-files.ts';

const files = listRepositoryFiles();
const isBinary = /\.(png|jpe?g|gif|ico|woff2?|wasm|gz|zip)$/;

test('every link of a document leads somewhere', () => {
  const documents = files.filter((path) => path.endsWith('.md') && !path.includes('/fixtures/'));
  expect(documents).toContain('CONTRIBUTING.md');
  expect(documents.flatMap((path) => findDeadLinks(path, { files, read: readRepositoryFile }))).toEqual([]);
});

test('the changelog has a place for what is not released, and dates for what is', () => {
  const headings = [...readRepositoryFile('CHANGELOG.md').matchAll(/^## (.*)$/gm)].map(([, heading]) => heading);
  expect(headings[0]).toBe('[Unreleased]');
  for (const heading of headings.slice(1)) expect(heading).toMatch(/^\[\d+\.\d+\.\d+\] - \d{4}-\d{2}-\d{2}$/);
});

test('no file tells on which machine it was written', () => {
  const machine = thisMachine(rootFolder);
  const texts = files.filter((path) => !isBinary.test(path));
  expect(texts.flatMap((path) => findMachineTraces(path, readRepositoryFile(path), machine))).toEqual([]);
});
