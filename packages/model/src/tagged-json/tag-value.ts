import { XComNotSerializableError } from '../xcom-errors.ts';
import { toBase64 } from './base64.ts';
import { hasNoClass, isPlainNumber } from './is-plain-json.ts';
import { DEEPEST, TAG } from './nesting.ts';

/**
 * A copy of `value` that is JSON, with tags for what JSON lacks.
 *
 * @throws {XComNotSerializableError} with a path that begins with `name`.
 */
export function tagValue(value: unknown, name: string): unknown {
  return new Tagger(name).tag(value);
}

/** An object without prototype, in which `__proto__` is a key like any other. */
type Members = { [key: string]: unknown };

class Tagger {
  /** The steps from the root to the value at hand: `result`, `.rows`, `[3]`. */
  readonly #path: string[];
  /** The objects on that path, each with the number of steps that lead to it. */
  readonly #ancestors = new Map<object, number>();

  constructor(name: string) {
    this.#path = [name];
  }

  tag(value: unknown): unknown {
    switch (typeof value) {
      case 'string':
      case 'boolean':
        return value;
      case 'number':
        return isPlainNumber(value) ? value : tagged('number', Object.is(value, -0) ? '-0' : String(value));
      case 'undefined':
        return tagged('undefined');
      case 'bigint':
        return tagged('bigint', value.toString());
      case 'function':
        return this.#refuse('is a function, which cannot leave its process. Return what it computes.');
      case 'symbol':
        return this.#refuse('is a symbol, which cannot leave its process. Return its description.');
      case 'object':
        return value === null ? null : this.#tagOnPath(value);
    }
  }

  #tagOnPath(object: object): unknown {
    const steps = this.#ancestors.get(object);
    if (steps !== undefined) {
      return this.#refuse(
        `refers back to ${this.#path.slice(0, steps).join('')}. Return its id, or drop the property.`,
      );
    }
    if (this.#ancestors.size >= DEEPEST) {
      return this.#refuse(`is nested deeper than ${DEEPEST} levels. Return a flat list.`, this.#path.slice(0, 6));
    }
    this.#ancestors.set(object, this.#path.length);
    const result = this.#tagObject(object);
    this.#ancestors.delete(object);
    return result;
  }

  #tagObject(object: object): unknown {
    if (Array.isArray(object)) return this.#tagArray(object);
    if (object instanceof Uint8Array) return tagged('bytes', toBase64(object));
    if (object instanceof Error) return this.#tagError(object);
    switch (Object.getPrototypeOf(object)) {
      case Date.prototype:
        return tagged('date', isoText(object as Date));
      case Map.prototype:
        return tagged('map', this.#tagEntries(object as Map<unknown, unknown>));
      case Set.prototype:
        return tagged(
          'set',
          Array.from(object as Set<unknown>, (it, i) => this.#step(`.values()[${i}]`, it)),
        );
      case URL.prototype:
        return tagged('url', (object as URL).href);
      case RegExp.prototype:
        return tagged('regexp', (object as RegExp).source, (object as RegExp).flags);
    }
    return hasNoClass(object) ? this.#tagMembers(object) : this.#refuseInstance(object);
  }

  #tagArray(array: readonly unknown[]): unknown {
    const members: unknown[] = [];
    for (let index = 0; index < array.length; index++) {
      if (!(index in array)) return this.#tagSparse(array);
      members.push(this.#step(`[${index}]`, array[index]));
    }
    return members;
  }

  /** Only what is there: an array may be far longer than its content. */
  #tagSparse(array: readonly unknown[]): unknown {
    const indexes = Object.keys(array).map(Number).filter(Number.isInteger);
    return tagged(
      'sparse',
      array.length,
      indexes.map((index) => [index, this.#step(`[${index}]`, array[index])]),
    );
  }

  #tagEntries(map: ReadonlyMap<unknown, unknown>): unknown {
    return Array.from(map, ([key, value], i) => {
      const step = typeof key === 'string' ? `.get(${JSON.stringify(key)})` : `.values()[${i}]`;
      return [this.#step(`.keys()[${i}]`, key), this.#step(step, value)];
    });
  }

  #tagMembers(object: object): unknown {
    const members: Members = Object.create(null);
    for (const [key, value] of Object.entries(object)) members[key] = this.#step(propertyStep(key), value);
    return TAG in members ? tagged('object', members) : members;
  }

  #tagError(error: Error): unknown {
    const facts: Members = Object.create(null);
    for (const key of ['name', 'message', 'stack', 'code', 'cause', 'errors']) {
      const value: unknown = (error as unknown as Members)[key];
      if (value !== undefined || Object.hasOwn(error, key)) facts[key] = this.#step(propertyStep(key), value);
    }
    return tagged('error', facts);
  }

  /** Tags a part of the object at hand. */
  #step(step: string, value: unknown): unknown {
    this.#path.push(step);
    const result = this.tag(value);
    this.#path.pop();
    return result;
  }

  #refuseInstance(object: object): never {
    if (object instanceof Promise) return this.#refuse('is a Promise. Await it before it is returned.');
    const name: unknown = (object as { constructor?: { name?: unknown } }).constructor?.name;
    const kind = typeof name === 'string' && name !== '' ? `an instance of ${name}` : 'an instance of a class';
    return this.#refuse(`is ${kind}, which would lose its class. Return its data as a plain object.`);
  }

  #refuse(reason: string, path: readonly string[] = this.#path): never {
    throw new XComNotSerializableError(path.join(''), reason);
  }
}

function tagged(type: string, ...parts: unknown[]): unknown {
  return { [TAG]: [type, ...parts] };
}

/** Null for an invalid date. */
function isoText(date: Date): string | null {
  return Number.isNaN(date.getTime()) ? null : date.toISOString();
}

function propertyStep(key: string): string {
  return /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`;
}
