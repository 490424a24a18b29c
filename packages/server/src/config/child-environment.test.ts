import { expect, test } from 'vitest';
import { childEnvironment } from './child-environment.ts';

test.each([
  'DATABASE_URL',
  'TRADEWIND__DATABASE__URL',
  'TRADEWIND__CORE__SECRET_KEY',
  'TRADEWIND__API__JWT_SECRET',
  'TRADEWIND__WORKER__TOKEN',
  'TRADEWIND__CLI__TOKEN',
  'TRADEWIND_CONN_DWH',
  'TRADEWIND_VAR_REGION',
])('%s does not reach author code', (name) => {
  expect(childEnvironment({ [name]: 'secret', PATH: '/bin', TRADEWIND__CORE__HOME: '/h' })).toEqual({
    PATH: '/bin',
    TRADEWIND__CORE__HOME: '/h',
  });
});
