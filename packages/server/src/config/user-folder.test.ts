import { homedir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { userFolder } from './user-folder.ts';

test.each([
  ['/srv/settings', '/srv/settings/tradewind'],
  [undefined, join(homedir(), '.config/tradewind')],
  ['', join(homedir(), '.config/tradewind')],
  ['settings', join(homedir(), '.config/tradewind')],
])('with XDG_CONFIG_HOME %j the folder of the user is %s', (given, folder) => {
  expect(userFolder({ XDG_CONFIG_HOME: given })).toBe(folder);
});
