import type { UserId } from '@tradewind/model';
import { insertUser, updateUser } from '@tradewind/store';
import { createTestDatabase } from '@tradewind/test-support';
import { type AuthManagerUnderTest, testAuthManager } from '../../fixtures/test-auth-manager.ts';
import { newId } from '../new-id.ts';
import { passwordHasher } from '../passwords/password-hash.ts';
import { localAuthManager } from './local-auth-manager.ts';

testAuthManager('local', async (): Promise<AuthManagerUnderTest> => {
  const { database, drop } = await createTestDatabase();
  const hasher = passwordHasher({ logN: 4, r: 1, p: 1 });
  const userId = newId() as UserId;
  const names = { username: 'ada', email: null, firstName: '', lastName: '' };
  const passwordHash = await hasher.hash('correct horse');
  await insertUser(database, { userId, kind: 'person', ...names, passwordHash, isActive: true });
  return {
    manager: localAuthManager({ database, hasher, now: Date.now }),
    username: 'ada',
    good: { kind: 'password', username: 'ADA', password: 'correct horse' },
    bad: { kind: 'password', username: 'ada', password: 'battery staple' },
    unknown: { kind: 'password', username: 'nobody', password: 'correct horse' },
    deactivate: async () => void (await updateUser(database, userId, { ...names, isActive: false })),
    close: drop,
  };
});
