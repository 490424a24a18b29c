/**
 * Reads the templates of text fields.
 *
 *     text        = characters, and expressions between "{{" and "}}"
 *     expression  = value { "|" filter }
 *     value       = path | literal
 *     path        = name { "." name | "[" literal "]" }
 *     filter      = name [ "(" [ literal ] ")" ]
 *     literal     = 'text' | "text" | number | true | false | none
 *
 * There are no statements, calls or operators: what needs them is written as a function of the context.
 */
import { TemplateInvalidError } from '../errors.ts';
import type { Expression, Filter, Literal, Value } from './expression.ts';
import { checkFilter } from './filters.ts';
import { checkName } from './names.ts';

const STATEMENT = /\{[%#]/;
const EXPRESSION = /\{\{-?((?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|[^'"])*?)-?\}\}/gs;
const TOKEN = /\s*(?:('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")|(-?\d+(?:\.\d+)?)|([\p{L}_][\p{L}\p{N}_-]*)|([.|()[\]]))/uy;

/** The text in its parts. @throws {TemplateInvalidError} and {TemplateNameUnknownError} when it cannot be read. */
export function parseTemplate(text: string, field: string): readonly (string | Expression)[] {
  if (!text.includes('{{') && !STATEMENT.test(text)) return [text];
  const parts: (string | Expression)[] = [];
  let end = 0;
  for (const match of text.matchAll(EXPRESSION)) {
    parts.push(plainText(text.slice(end, match.index), field));
    parts.push(new ExpressionParser(match[1] ?? '', field).parse());
    end = match.index + match[0].length;
  }
  parts.push(plainText(text.slice(end), field));
  return parts.filter((part) => part !== '');
}

function plainText(text: string, field: string): string {
  if (text.includes('{{')) throw new TemplateInvalidError(field, 'expected "}}" after "{{", got: the end of the text');
  const statement = STATEMENT.exec(text);
  if (statement === null || isShellLength(text, statement.index)) return text;
  throw new TemplateInvalidError(
    field,
    `expected no statements or comments, got: "${text.slice(statement.index, statement.index + 20)}"`,
  );
}

/** `${#name}` of a shell is no comment. */
function isShellLength(text: string, index: number): boolean {
  return text[index + 1] === '#' && text[index - 1] === '$';
}

class ExpressionParser {
  readonly #source: string;
  readonly #field: string;
  readonly #tokens: readonly string[];
  #position = 0;

  constructor(source: string, field: string) {
    this.#source = source.trim();
    this.#field = field;
    this.#tokens = this.#tokenize();
  }

  parse(): Expression {
    const value = this.#value();
    const filters: Filter[] = [];
    while (this.#accept('|')) filters.push(this.#filter());
    if (this.#peek() !== null) throw this.#unexpected('"|" or the end');
    return { value, filters };
  }

  #value(): Value {
    const literal = this.#literal();
    if (literal !== undefined) return { kind: 'literal', value: literal };
    const path: [string, ...string[]] = [this.#name('a name')];
    for (;;) {
      if (this.#accept('.')) path.push(this.#name('the name of a field'));
      else if (this.#accept('[')) path.push(this.#subscript());
      else break;
    }
    checkName(path, this.#field);
    return { kind: 'path', path };
  }

  #subscript(): string {
    const key = this.#literal();
    if (key === undefined || key === null) throw this.#unexpected('a text or a number');
    if (!this.#accept(']')) throw this.#unexpected('"]"');
    return String(key);
  }

  #filter(): Filter {
    const name = this.#name('the name of a filter');
    let argument: Literal | undefined;
    if (this.#accept('(')) {
      argument = this.#literal();
      if (!this.#accept(')')) throw this.#unexpected('")"');
    }
    checkFilter({ name, argument }, this.#field);
    return { name, argument };
  }

  /** Undefined when the next token is not a literal. */
  #literal(): Literal | undefined {
    const token = this.#peek();
    if (token === null) throw this.#unexpected('a name');
    const literal = readLiteral(token);
    if (literal !== undefined) this.#position += 1;
    return literal;
  }

  #name(expected: string): string {
    const token = this.#peek();
    if (token === null || !/^[\p{L}\p{N}_]/u.test(token)) throw this.#unexpected(expected);
    this.#position += 1;
    return token;
  }

  #accept(token: string): boolean {
    if (this.#peek() !== token) return false;
    this.#position += 1;
    return true;
  }

  #peek(): string | null {
    return this.#tokens[this.#position] ?? null;
  }

  #tokenize(): readonly string[] {
    const tokens: string[] = [];
    TOKEN.lastIndex = 0;
    for (let end = 0; end < this.#source.length; end = TOKEN.lastIndex) {
      TOKEN.lastIndex = end;
      const match = TOKEN.exec(this.#source);
      if (match === null)
        throw new TemplateInvalidError(
          this.#field,
          `"${this.#source.slice(end)}" in "{{ ${this.#source} }}" cannot be read`,
        );
      tokens.push(match[0].trim());
    }
    return tokens;
  }

  #unexpected(expected: string): TemplateInvalidError {
    const found = this.#peek();
    const got = found === null ? 'the end' : `"${found}"`;
    return new TemplateInvalidError(this.#field, `expected ${expected} in "{{ ${this.#source} }}", got: ${got}`);
  }
}

const WORDS: { readonly [word: string]: Literal } = {
  true: true,
  True: true,
  false: false,
  False: false,
  none: null,
  None: null,
};

function readLiteral(token: string): Literal | undefined {
  if (/^['"]/.test(token)) return token.slice(1, -1).replaceAll(/\\(.)/g, '$1');
  if (/^-?\d/.test(token)) return Number(token);
  return Object.hasOwn(WORDS, token) ? WORDS[token] : undefined;
}
