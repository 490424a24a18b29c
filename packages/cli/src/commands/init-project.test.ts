import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { runTradewind } from '../fakes/run-tradewind.ts';

/** The files of a new project, with the template read from disk as `diskFiles` would. */
function filesWithTemplate(): Map<string, string> {
  const files = new Map<string, string>();
  const template = new URL('../../template/', import.meta.url);
  for (const name of [
    'README.md',
    'gitignore',
    'package.json',
    'tsconfig.json',
    'tradewind.config.ts',
    'dags/hello.ts',
    'dags/hello.test.ts',
  ]) {
    const url = new URL(name, template);
    files.set(url.pathname, readFileSync(url, 'utf8'));
  }
  return files;
}

test('init writes a project under its own name', async () => {
  const files = filesWithTemplate();
  const { code, out } = await runTradewind(['init', 'My Pipelines'], { files });
  expect(code).toBe(0);
  expect(JSON.parse(files.get('/project/My Pipelines/package.json')!)).toMatchObject({ name: 'my-pipelines' });
  expect(files.get('/project/My Pipelines/README.md')).toMatch(/^# my-pipelines\n/);
  expect(files.get('/project/My Pipelines/.gitignore')).toContain('.tradewind/');
  expect(files.get('/project/My Pipelines/dags/hello.ts')).toContain("dag('hello'");
  for (const [path, text] of files) if (path.startsWith('/project/')) expect(text).not.toContain('{{');
  expect(out).toContain('  cd My Pipelines\n  npm install\n  npx tradewind standalone\n');
});

test('init overwrites nothing', async () => {
  const files = filesWithTemplate().set('/project/dags/hello.ts', 'mine').set('/project/package.json', 'mine');
  const { code, err } = await runTradewind(['init'], { files });
  expect(code).toBe(1);
  expect(err).toBe(
    'error: /project has package.json, dags/hello.ts already. Nothing was written: choose another folder.\n',
  );
  expect([...files.keys()].filter((path) => path.startsWith('/project/'))).toHaveLength(2);
});
