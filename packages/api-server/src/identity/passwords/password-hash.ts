/**
 * Passwords are kept as scrypt hashes with their parameters, `$scrypt$ln=15,r=8,p=3$<salt>$<hash>`, so that the cost can
 * rise without making anybody choose another one.
 *
 * Invariants
 * 1. At most two hashes are computed at once, and few wait: signing in cannot take all processors or all memory.
 * 2. Comparing takes the same time for every password, and as long without a user as with one.
 */
import { randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto';
import { SignInBusyError } from '../errors.ts';

/** What one hash costs: `2 ** logN * r * 128` bytes of memory, `p` times over. */
export interface HashCost {
  readonly logN: number;
  readonly r: number;
  readonly p: number;
}

/** OWASP's choice with 32 MB of memory: as hard to guess as its others, and two at once fit into a small server. */
export const DEFAULT_COST: HashCost = { logN: 15, r: 8, p: 3 };

export interface PasswordHasher {
  hash(password: string): Promise<string>;
  /** `stored` null: there is no such user, or it has no password. Takes as long as if there were. */
  verify(password: string, stored: string | null): Promise<Verification>;
}

export type Verification = { readonly isRight: false } | { readonly isRight: true; readonly isOutdated: boolean };

const SALT_BYTES = 16;
const HASH_BYTES = 32;
const FORM = /^\$scrypt\$ln=(\d{1,2}),r=(\d{1,2}),p=(\d{1,2})\$([A-Za-z0-9_-]+)\$([A-Za-z0-9_-]+)$/;

export function passwordHasher(cost: HashCost = DEFAULT_COST): PasswordHasher {
  const turns = new Turns(2, 64);
  const derive = (password: string, salt: Buffer, at: HashCost): Promise<Buffer> =>
    turns.take(() => deriveKey(password.normalize('NFKC'), salt, at));
  const decoy = { cost, salt: randomBytes(SALT_BYTES), hash: randomBytes(HASH_BYTES) };
  return {
    async hash(password) {
      const salt = randomBytes(SALT_BYTES);
      return written(cost, salt, await derive(password, salt, cost));
    },
    async verify(password, stored) {
      const known = stored === null ? null : read(stored);
      const against = known ?? decoy;
      const hash = await derive(password, against.salt, against.cost);
      const isEqual = hash.length === against.hash.length && timingSafeEqual(hash, against.hash);
      return isEqual && known !== null
        ? { isRight: true, isOutdated: !isSameCost(known.cost, cost) }
        : { isRight: false };
    },
  };
}

function deriveKey(password: string, salt: Buffer, { logN, r, p }: HashCost): Promise<Buffer> {
  const options: ScryptOptions = { N: 2 ** logN, r, p, maxmem: 2 ** logN * r * 128 * 2 };
  return new Promise((resolve, reject) => {
    scrypt(password, salt, HASH_BYTES, options, (error, key) => (error === null ? resolve(key) : reject(error)));
  });
}

function written({ logN, r, p }: HashCost, salt: Buffer, hash: Buffer): string {
  return `$scrypt$ln=${logN},r=${r},p=${p}$${salt.toString('base64url')}$${hash.toString('base64url')}`;
}

function read(stored: string): { readonly cost: HashCost; readonly salt: Buffer; readonly hash: Buffer } | null {
  const parts = FORM.exec(stored);
  if (parts === null) return null;
  const [, logN, r, p, salt, hash] = parts;
  return {
    cost: { logN: Number(logN), r: Number(r), p: Number(p) },
    salt: Buffer.from(salt!, 'base64url'),
    hash: Buffer.from(hash!, 'base64url'),
  };
}

function isSameCost(one: HashCost, other: HashCost): boolean {
  return one.logN === other.logN && one.r === other.r && one.p === other.p;
}

/** Lets `atOnce` pieces of work run and `waiting` more wait; the others are refused. */
class Turns {
  readonly #atOnce: number;
  readonly #waiting: number;
  #running = 0;
  readonly #queue: (() => void)[] = [];

  constructor(atOnce: number, waiting: number) {
    this.#atOnce = atOnce;
    this.#waiting = waiting;
  }

  async take<Result>(work: () => Promise<Result>): Promise<Result> {
    if (this.#running >= this.#atOnce) await this.#wait();
    else this.#running += 1;
    try {
      return await work();
    } finally {
      const next = this.#queue.shift();
      if (next === undefined) this.#running -= 1;
      else next();
    }
  }

  #wait(): Promise<void> {
    if (this.#queue.length >= this.#waiting) throw new SignInBusyError();
    return new Promise((resolve) => {
      this.#queue.push(resolve);
    });
  }
}
