/**
 * Reads a command line by what the command takes.
 *
 * Options may stand anywhere: `--name value`, `--name=value`, `-n value`, `-nvalue`; short flags may be joined, and
 * `--no-name` takes a flag back. After `--` everything is an argument. A negative number is an argument, never an option.
 */
import { didYouMean } from '@tradewind/model';
import { UsageError } from '../errors.ts';
import { type ArgumentSpecs, kebabCase, type OptionSpec, type OptionSpecs } from './option-spec.ts';
import { readOptionValue, valueNameOf } from './read-option-value.ts';

export interface ParsedArguments {
  readonly arguments: Readonly<Record<string, unknown>>;
  readonly options: Readonly<Record<string, unknown>>;
}

export interface CommandShape {
  /** `dags trigger`, for the messages. */
  readonly path: string;
  readonly arguments: ArgumentSpecs;
  readonly options: OptionSpecs;
}

/** @throws {UsageError} that names what is wrong. */
export function parseArguments(shape: CommandShape, words: readonly string[]): ParsedArguments {
  const reader = new OptionReader(shape);
  const positionals: string[] = [];
  const rest = [...words];
  while (rest.length > 0) {
    const word = rest.shift()!;
    if (word === '--') positionals.push(...rest.splice(0));
    else if (word.startsWith('--')) reader.readLong(word.slice(2), rest);
    else if (/^-[^-\d]/.test(word)) reader.readShort(word.slice(1), rest);
    else positionals.push(word);
  }
  return { arguments: assignArguments(shape, positionals), options: reader.finish() };
}

class OptionReader {
  readonly #shape: CommandShape;
  readonly #byName: ReadonlyMap<string, string>;
  readonly #byLetter: ReadonlyMap<string, string>;
  readonly #values: Record<string, unknown> = {};

  constructor(shape: CommandShape) {
    this.#shape = shape;
    const entries = Object.entries(shape.options);
    this.#byName = new Map(entries.map(([name]) => [kebabCase(name), name]));
    this.#byLetter = new Map(entries.flatMap(([name, { short }]) => (short === undefined ? [] : [[short, name]])));
  }

  readLong(word: string, rest: string[]): void {
    const equals = word.indexOf('=');
    const typed = equals === -1 ? word : word.slice(0, equals);
    const inline = equals === -1 ? undefined : word.slice(equals + 1);
    const name = this.#byName.get(typed);
    if (name !== undefined) return this.#take({ name, typed: `--${typed}`, inline, rest });
    const negated = typed.startsWith('no-') ? this.#byName.get(typed.slice('no-'.length)) : undefined;
    if (negated === undefined || this.#shape.options[negated]!.kind !== 'flag') throw this.#unknown(`--${typed}`);
    this.#values[negated] = false;
  }

  readShort(letters: string, rest: string[]): void {
    const letter = letters[0]!;
    const name = this.#byLetter.get(letter);
    if (name === undefined) throw this.#unknown(`-${letter}`);
    const after = letters.slice(1);
    if (this.#shape.options[name]!.kind !== 'flag') {
      this.#take({ name, typed: `-${letter}`, inline: after === '' ? undefined : after.replace(/^=/, ''), rest });
      return;
    }
    this.#values[name] = true;
    if (after !== '') this.readShort(after, rest);
  }

  /** Every option of the command, those that were not given with their default. */
  finish(): Readonly<Record<string, unknown>> {
    return Object.fromEntries(
      Object.entries(this.#shape.options).map(([name, spec]) => [name, this.#values[name] ?? defaultOf(spec)]),
    );
  }

  #take(given: { name: string; typed: string; inline: string | undefined; rest: string[] }): void {
    const { name, typed, inline, rest } = given;
    const spec = this.#shape.options[name]!;
    if (spec.kind === 'flag') {
      if (inline !== undefined) throw this.#fault(`${typed} takes no value, got: "${inline}"`);
      this.#values[name] = true;
      return;
    }
    const text = inline ?? (rest[0] === undefined || /^--?[a-z]/i.test(rest[0]) ? undefined : rest.shift());
    if (text === undefined) throw this.#fault(`${typed} needs a value: ${typed} <${valueNameOf(spec)}>`);
    const read = readOptionValue(spec, text);
    if (read.kind === 'fault') throw this.#fault(`Expected ${typed} to be ${read.expected}, got: "${text}"`);
    const isRepeatable = 'isRepeatable' in spec && spec.isRepeatable === true;
    this.#values[name] = isRepeatable ? [...((this.#values[name] as unknown[]) ?? []), read.value] : read.value;
  }

  #unknown(typed: string): UsageError {
    const known = [...this.#byName.keys()].map((name) => `--${name}`);
    return this.#fault(`"tradewind ${this.#shape.path}" has no option ${typed}.${didYouMean(typed, known)}`);
  }

  #fault(message: string): UsageError {
    return new UsageError(/[.?]$/.test(message) ? message : `${message}.`, this.#shape.path);
  }
}

function defaultOf(spec: OptionSpec): unknown {
  if (spec.kind === 'flag') return false;
  if ('isRepeatable' in spec && spec.isRepeatable === true) return [];
  return 'default' in spec ? spec.default : undefined;
}

function assignArguments(shape: CommandShape, positionals: readonly string[]): Readonly<Record<string, unknown>> {
  const values: Record<string, unknown> = {};
  const rest = [...positionals];
  for (const [name, spec] of Object.entries(shape.arguments)) {
    const isMissing = rest.length === 0 && spec.isOptional !== true;
    if (isMissing)
      throw new UsageError(`"tradewind ${shape.path}" needs <${kebabCase(name)}>: ${spec.summary}`, shape.path);
    values[name] = spec.isRepeatable === true ? rest.splice(0) : rest.shift();
  }
  if (rest.length > 0) throw new UsageError(`"tradewind ${shape.path}" does not take "${rest[0]}".`, shape.path);
  return values;
}
