/** Errors about users, roles, tokens and signing in. `status` is how HTTP says it. */
import { didYouMean, TradewindError } from '@tradewind/model';

/** So many people sign in at once that one more would have to wait too long. */
export class SignInBusyError extends TradewindError {
  readonly code = 'SIGN_IN_BUSY';
  readonly status = 429;

  constructor() {
    super('Too many people are signing in at once. Try again in a few seconds.');
  }
}

/** There is no user of this name. */
export class UserNotFoundError extends TradewindError {
  readonly code = 'USER_NOT_FOUND';
  readonly status = 404;
  readonly username: string;

  constructor(username: string) {
    super(`There is no user "${username}". "tradewind users list" shows those that exist.`);
    this.username = username;
  }
}

/** Another user has this name or this e-mail address. */
export class UserExistsError extends TradewindError {
  readonly code = 'USER_EXISTS';
  readonly status = 409;
  readonly username: string;

  constructor(username: string, email: string | null) {
    const address = email === null ? '' : `, or another one has the e-mail address "${email}"`;
    super(`There is a user "${username}" already${address}. Choose another name, or change that user.`);
    this.username = username;
  }
}

/** What is given of a user makes no sense. */
export class UserInvalidError extends TradewindError {
  readonly code = 'USER_INVALID';
  readonly status = 422;
  /** The field that is wrong: `username`, `email`, `password`, `roles`. */
  readonly field: string;

  constructor(field: string, problem: string) {
    super(`The ${field} of the user is not valid: ${problem}.`);
    this.field = field;
  }
}

/** Without this user nobody could manage users any more. */
export class LastAdminError extends TradewindError {
  readonly code = 'LAST_ADMIN';
  readonly status = 409;
  readonly username: string;

  constructor(username: string) {
    super(
      `"${username}" is the last active user with the role Admin. Give that role to somebody else first, since nobody could manage users without it.`,
    );
    this.username = username;
  }
}

/** There is no role of this name. */
export class RoleNotFoundError extends TradewindError {
  readonly code = 'ROLE_NOT_FOUND';
  readonly status = 404;
  readonly role: string;

  constructor(role: string, known: readonly string[]) {
    super(`There is no role "${role}".${didYouMean(role, known) || ' "tradewind roles list" shows those that exist.'}`);
    this.role = role;
  }
}

/** There is a role of this name. */
export class RoleExistsError extends TradewindError {
  readonly code = 'ROLE_EXISTS';
  readonly status = 409;
  readonly role: string;

  constructor(role: string) {
    super(`There is a role "${role}" already. Choose another name, or change that role.`);
    this.role = role;
  }
}

/** What is given of a role makes no sense. */
export class RoleInvalidError extends TradewindError {
  readonly code = 'ROLE_INVALID';
  readonly status = 422;
  readonly role: string;

  constructor(role: string, problem: string) {
    super(`The role "${role}" is not valid: ${problem}.`);
    this.role = role;
  }
}

/** The rights of the built-in roles are part of the program. */
export class RoleBuiltInError extends TradewindError {
  readonly code = 'ROLE_BUILT_IN';
  readonly status = 409;
  readonly role: string;

  constructor(role: string) {
    super(
      `The role "${role}" is built in and stays as it is. Make a role with the rights that are missing, and give users both.`,
    );
    this.role = role;
  }
}

/** There is no API token with this id. */
export class ApiTokenNotFoundError extends TradewindError {
  readonly code = 'API_TOKEN_NOT_FOUND';
  readonly status = 404;

  constructor(tokenId: string) {
    super(`There is no API token with the id "${tokenId}". The list of tokens shows those that exist.`);
  }
}

/** The user has an API token of this name. */
export class ApiTokenExistsError extends TradewindError {
  readonly code = 'API_TOKEN_EXISTS';
  readonly status = 409;

  constructor(name: string) {
    super(`There is an API token "${name}" already. Choose another name, or delete that token first.`);
  }
}

/** What is given of an API token makes no sense. */
export class ApiTokenInvalidError extends TradewindError {
  readonly code = 'API_TOKEN_INVALID';
  readonly status = 422;

  constructor(problem: string) {
    super(`The API token is not valid: ${problem}.`);
  }
}
