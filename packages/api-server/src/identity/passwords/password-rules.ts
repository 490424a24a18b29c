/** What a password must be: long rather than adorned, as NIST 800-63B and OWASP advise. */

const SHORTEST_PASSWORD = 10;
/** In characters: far beyond any phrase, and short enough to hash. */
export const LONGEST_PASSWORD = 256;

/** Those that everybody tries first and that are long enough. */
const COMMON = new Set([
  '1234567890',
  '0123456789',
  '12345678910',
  '123456789a',
  'abcdefghij',
  'administrator',
  'adminadmin',
  'changeme123',
  'iloveyou123',
  'letmein123',
  'letmeinplease',
  'passw0rd123',
  'password01',
  'password10',
  'password12',
  'password123',
  'password1234',
  'passwordpassword',
  'qwerty1234',
  'qwerty12345',
  'qwertyuiop',
  'tradewind123',
  'tradewindtradewind',
  'welcome123',
  'welcome1234',
]);

/** What is wrong with `password` for this user, as "expected …"; null when nothing is. */
export function faultOfPassword(
  password: string,
  user: { readonly username: string; readonly email?: string | null },
): string | null {
  const length = [...password].length;
  if (length < SHORTEST_PASSWORD) return `expected at least ${SHORTEST_PASSWORD} characters, got: ${length}`;
  if (length > LONGEST_PASSWORD) return `expected at most ${LONGEST_PASSWORD} characters, got: ${length}`;
  const plain = password.toLowerCase();
  if (new Set(plain).size < 4) return 'expected at least four different characters';
  if (COMMON.has(plain)) return 'expected a password that is not among those that everybody tries first';
  const names = [user.username, user.email ?? '', (user.email ?? '').split('@')[0]!].map((name) => name.toLowerCase());
  if (names.some((name) => name !== '' && plain === name))
    return 'expected a password other than the name or the e-mail address of its user';
  return null;
}
