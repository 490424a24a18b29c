import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { findToken, removeToken, saveToken } from './credentials-file.ts';

const SERVER = 'https://tradewind.example';
const TOKEN = { token: 'twp_1', username: 'kim', expiresAt: null };

let home: string;
let folder: string;
let path: string;

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'tradewind-credentials-'));
  folder = join(home, 'settings', 'tradewind');
  path = join(folder, 'credentials.json');
});

afterEach(() => rm(home, { recursive: true }));

const modeOf = async (one: string): Promise<string> => ((await stat(one)).mode & 0o777).toString(8);

test('a token is found again under its address, and only there', async () => {
  expect(await findToken(path, SERVER)).toBeNull();
  await saveToken(path, SERVER, TOKEN);
  await saveToken(path, 'http://localhost:8080', { ...TOKEN, token: 'twp_2' });
  expect(await findToken(path, SERVER)).toEqual(TOKEN);
  expect(await findToken(path, 'https://other.example')).toBeNull();
  expect(await removeToken(path, SERVER)).toBe(true);
  expect(await removeToken(path, SERVER)).toBe(false);
  expect(await findToken(path, SERVER)).toBeNull();
  expect(await findToken(path, 'http://localhost:8080')).toMatchObject({ token: 'twp_2' });
});

test('nobody but the owner reaches file and folder, also after a change, whatever the mask', async () => {
  const mask = process.umask(0);
  try {
    await saveToken(path, SERVER, TOKEN);
    await saveToken(path, SERVER, TOKEN);
  } finally {
    process.umask(mask);
  }
  expect([await modeOf(folder), await modeOf(path)]).toEqual(['700', '600']);
  expect(await readdir(folder)).toEqual(['credentials.json']);
});

describe('a file that others reach', () => {
  test.each([0o640, 0o604, 0o622, 0o666])('with mode %o is neither read nor written', async (mode) => {
    await saveToken(path, SERVER, TOKEN);
    await chmod(path, mode);
    const refusal = { code: 'CREDENTIALS_UNSAFE', message: expect.stringContaining(`chmod 600 ${path}`) };
    await expect(findToken(path, SERVER)).rejects.toMatchObject(refusal);
    await expect(saveToken(path, SERVER, TOKEN)).rejects.toMatchObject(refusal);
    await expect(removeToken(path, SERVER)).rejects.toMatchObject(refusal);
    expect(await modeOf(path)).toBe(mode.toString(8));
  });

  test('through its folder is not used either', async () => {
    await saveToken(path, SERVER, TOKEN);
    await chmod(folder, 0o770);
    await expect(findToken(path, SERVER)).rejects.toMatchObject({
      code: 'CREDENTIALS_UNSAFE',
      message: expect.stringContaining(`chmod 700 ${folder}`),
    });
  });
});

test.each([
  ['no JSON', '{"servers": {"https://tradewind.example": {"token": "hunter2"'],
  ['a list', '[]'],
  ['null', 'null'],
  ['something else as a token', '{"servers":{"https://tradewind.example":{"token":7}}}'],
])('a file with %s says what to do, and does not show what is in it', async (_, content) => {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await writeFile(path, content, { mode: 0o600 });
  const error = await findToken(path, SERVER).catch((thrown: unknown) => thrown as Error);
  expect(error).toMatchObject({
    code: 'CREDENTIALS_UNREADABLE',
    message: expect.stringContaining('Remove it and sign in'),
  });
  expect(String(error)).not.toContain('hunter2');
  await expect(saveToken(path, SERVER, TOKEN)).rejects.toMatchObject({ code: 'CREDENTIALS_UNREADABLE' });
  expect(await readFile(path, 'utf8')).toBe(content);
});

test('a folder that cannot be made is named', async () => {
  await writeFile(join(home, 'settings'), '');
  await expect(saveToken(path, SERVER, TOKEN)).rejects.toMatchObject({
    code: 'CREDENTIALS_UNREADABLE',
    message: expect.stringContaining(path),
  });
});
