import { randomInt } from 'node:crypto';

/** Without letters and digits that look alike, and without what has a meaning to a shell or in a URL. */
const ALPHABET = 'abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789';
const GROUPS = 5;
const GROUP_LENGTH = 4;

/** A password that nobody guesses, 115 bits, and that can be typed from a screen: `x7Kq-…`. */
export function generatePassword(): string {
  return Array.from({ length: GROUPS }, () => Array.from({ length: GROUP_LENGTH }, randomLetter).join('')).join('-');
}

function randomLetter(): string {
  return ALPHABET[randomInt(ALPHABET.length)]!;
}
