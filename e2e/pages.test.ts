/** The pages in a browser: from a failed run to its first error, and to the run that succeeds, without a mouse. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildPages, lackOfBrowser, openBrowser } from './harness/browser.ts';
import type { Program } from './harness/program.ts';
import { createProject, type Project } from './harness/project.ts';
import { skipLoudly } from './harness/python-environment.ts';

const lack = lackOfBrowser();
const ERROR_LINE = 'row 42 is broken';

describe.skipIf(process.platform !== 'linux')('the pages', () => {
  let project: Project;
  let server: Program;
  let browser: Browser;
  let page: Page;
  const complaints: string[] = [];

  beforeAll(async () => {
    if (lack !== null) return;
    await buildPages();
    project = createProject({ dags: 'pages' });
    server = project.start(['standalone'], { environment: { E2E_MENDED: mended() } });
    await server.ready();
    await project.run('dags', 'trigger', 'nightly_orders', '--run-id', 'last-night', '--wait');
    browser = await openBrowser();
    page = await browser.newPage();
    page.setDefaultTimeout(15_000);
    page.on('pageerror', (error) => complaints.push(error.message));
  }, 180_000);

  afterAll(async () => {
    await browser?.close();
    await project?.dispose();
  });

  const mended = (): string => join(project.folder, 'mended');
  const printed = async (pattern: RegExp): Promise<string> => pattern.exec(await server.line(pattern))![1]!;
  const state = () => page.getByRole('status', { name: 'State' });
  const focused = () => page.locator(':focus').textContent();

  test('there is a browser to try them with', (context) => {
    if (lack !== null) skipLoudly(lack, context.skip);
  });

  test.skipIf(lack !== null)('who is not signed in signs in, and comes to where they wanted to go', async () => {
    await page.goto(`${await printed(/API server listens.*url=(\S+)/)}/dags`);
    await page.getByLabel('User name').fill('admin');
    await page.keyboard.press('Tab');
    await page.keyboard.type(await printed(/^\s*password\s+(\S+)/));
    await page.keyboard.press('Enter');
    await page.getByRole('link', { name: 'nightly_orders' }).waitFor();
  });

  test.skipIf(lack !== null)('the failed run, its failed task and its first error are a few keys away', async () => {
    await press('g', 'r');
    await page.getByRole('link', { name: 'last-night' }).waitFor();
    await press('j');
    expect(await focused()).toBe('last-night');
    await press('Enter');
    await page.getByRole('link', { name: 'load_orders' }).waitFor();
    await press('j', 'j');
    expect(await focused()).toBe('load_orders');
    await press('Enter');
    await page.getByRole('region', { name: 'Failure' }).getByText('expected amount to be a number').waitFor();
    await page.getByRole('region', { name: 'Log' }).getByText(ERROR_LINE).waitFor();
    expect(await page.getByText(ERROR_LINE).isVisible()).toBe(true);
    expect(await page.getByText('batch 0 of').count()).toBe(0);
  });

  test.skipIf(lack !== null)('the log is searched on the server', async () => {
    await page.getByLabel('Find in the log').fill('batch 17 ');
    await page.getByText('1 of 1 line').waitFor();
    await page.getByText('batch 17 of 5100 rows').waitFor();
    await page.getByLabel('Find in the log').fill('');
    await page.getByRole('region', { name: 'Log' }).focus();
  });

  test.skipIf(lack !== null)('clearing says what it touches, and the run is seen to succeed', async () => {
    writeFileSync(mended(), '');
    await press('r');
    await page.getByText('This touches 2 task instances').waitFor();
    await press('Enter');
    await state().getByText('Success').waitFor();
    await page.getByRole('link', { name: 'last-night' }).click();
    await state().getByText('Success').waitFor();
    expect(await page.getByRole('row').filter({ hasText: 'Success' }).count()).toBe(3);
  });

  test.skipIf(lack !== null)('nothing went wrong in the browser', () => {
    expect(complaints).toEqual([]);
  });

  async function press(...keys: readonly string[]): Promise<void> {
    for (const key of keys) await page.keyboard.press(key);
  }
});
