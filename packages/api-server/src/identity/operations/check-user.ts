import { UserInvalidError } from '../errors.ts';

const USERNAME = /^[\p{L}\p{N}@.+_-]{1,150}$/u;
/** Good enough to catch a slip; whether mail arrives is another question. */
const EMAIL = /^[^\s@<>"]{1,64}@[^\s@<>"]{1,255}$/;
const LONGEST_NAME = 150;

export interface UserNames {
  readonly username: string;
  readonly email: string | null;
  readonly firstName: string;
  readonly lastName: string;
}

/** @throws {UserInvalidError} with the first field that is wrong. */
export function checkUser({ username, email, firstName, lastName }: UserNames): void {
  if (!USERNAME.test(username))
    throw new UserInvalidError(
      'username',
      `expected 1 to 150 letters, digits, "@", ".", "+", "_" and "-", got: "${username.slice(0, 40)}"`,
    );
  if (email !== null && !EMAIL.test(email))
    throw new UserInvalidError('email', `expected an address such as ada@example.org, got: "${email.slice(0, 40)}"`);
  for (const [field, name] of [
    ['first_name', firstName],
    ['last_name', lastName],
  ] as const) {
    if (name.length > LONGEST_NAME)
      throw new UserInvalidError(field, `expected at most ${LONGEST_NAME} characters, got: ${name.length}`);
  }
}
