/**
 * One TypeScript file of a room, reduced to the facts that the rules of the architecture speak about.
 *
 * The facts come from the syntax tree, so a word in a comment or in a string is none.
 */

import { parseSync, Visitor } from 'vite';

/** Something at a line of a file; lines count from 1. */
export interface Finding {
  readonly text: string;
  readonly line: number;
}

export interface SourceFile {
  /** Relative to the root of the repository, with `/`. */
  readonly path: string;
  /** The name of the folder in `packages/` or `providers/`. */
  readonly room: string;
  readonly isProvider: boolean;
  /** Whether it is a test or a type test. */
  readonly isTest: boolean;
  /** What it imports, re-exports or imports the types of: the specifiers as written. */
  readonly imports: readonly Finding[];
  /** Reads of `process.env`. */
  readonly environmentReads: readonly Finding[];
  /** Calls of `console`. */
  readonly consoleCalls: readonly Finding[];
  /** Template literals and strings that are SQL statements. */
  readonly sqlTexts: readonly Finding[];
  /** Permanent codes of errors that it defines. */
  readonly errorCodes: readonly Finding[];
  /** Top-level statements other than `export ... from`. */
  readonly statements: readonly Finding[];
}

type Program = ReturnType<typeof parseSync>['program'];
type Facts = {
  -readonly [K in 'imports' | 'environmentReads' | 'consoleCalls' | 'sqlTexts' | 'errorCodes']: Finding[];
};
/** A node of the tree as far as the rules need to look into it. */
interface Node {
  readonly type: string;
  readonly start: number;
  readonly [field: string]: unknown;
}

/** Lower case, as house style writes SQL: a sentence that begins with "Select" is none. */
const SQL_STATEMENT =
  /^\s*(select\s[^;]*\sfrom\s|insert\s+into\s|update\s+\S+\s+set\s|delete\s+from\s|with\s+(recursive\s+)?\w+\s+as\s*\(|(create|alter|drop|truncate)\s+(table|index|database|schema|type|function)\s)/;
const ERROR_CODE = /^[A-Z][A-Z0-9]*(_[A-Z0-9]+)*$/;
const ERROR_FILE = /(^|\/|-)errors?(\.ts$|\/)/;

/**
 * Reads the facts of one file.
 *
 * @throws {SyntaxError} if the text is no TypeScript.
 */
export function readSourceFile(path: string, text: string): SourceFile {
  const { program, errors } = parseSync(path, text);
  const [error] = errors;
  if (error) throw new SyntaxError(`${path} cannot be parsed: ${error.message}`);
  const [area, room = ''] = path.split('/');
  return {
    path,
    room,
    isProvider: area === 'providers',
    isTest: /\.test(-d)?\.ts$/.test(path),
    ...collectFacts(program, text, ERROR_FILE.test(path)),
    statements: program.body
      .filter((statement) => !isReExport(statement as unknown as Node))
      .map((statement) => findingAt(text, statement.start, statement.type)),
  };
}

function collectFacts(program: Program, text: string, isErrorFile: boolean): Facts {
  const facts: Facts = { imports: [], environmentReads: [], consoleCalls: [], sqlTexts: [], errorCodes: [] };
  const addImport = (node: { readonly source: unknown }): void => {
    const source = node.source as Node | null;
    if (source?.type === 'Literal') facts.imports.push(findingAt(text, source.start, String(source['value'])));
  };
  const addCode = (property: Node): void => {
    const code = nameOf(property['key']) === 'code' ? literalText(property['value']) : undefined;
    if (code !== undefined && ERROR_CODE.test(code)) facts.errorCodes.push(findingAt(text, property.start, code));
  };
  const addSql = (start: number, sql: string): void => {
    if (SQL_STATEMENT.test(sql)) facts.sqlTexts.push(findingAt(text, start, sql.trim().split('\n', 1)[0] ?? ''));
  };
  new Visitor({
    ImportDeclaration: (node) => {
      addImport(node);
      // `import { env } from 'node:process'` is a read in disguise.
      const isOfProcess = node.source.value === 'node:process' || node.source.value === 'process';
      for (const specifier of node.specifiers) {
        const name = nameOf((specifier as unknown as Node)['imported']);
        if (isOfProcess && name === 'env') facts.environmentReads.push(findingAt(text, specifier.start, name));
      }
    },
    ExportNamedDeclaration: addImport,
    ExportAllDeclaration: addImport,
    ImportExpression: addImport,
    TSImportType: addImport,
    PropertyDefinition: (node) => addCode(node as unknown as Node),
    Property: (node) => {
      if (isErrorFile) addCode(node as unknown as Node);
    },
    MemberExpression: (node) => {
      const { object, property } = node as unknown as Node;
      if (isGlobal(object, 'process') && nameOf(property) === 'env') {
        facts.environmentReads.push(findingAt(text, node.start, 'process.env'));
      }
    },
    CallExpression: (node) => {
      const callee = node.callee as unknown as Node;
      if (callee.type !== 'MemberExpression' || !isGlobal(callee['object'], 'console')) return;
      facts.consoleCalls.push(findingAt(text, node.start, `console.${nameOf(callee['property'])}`));
    },
    TemplateLiteral: (node) => addSql(node.start, node.quasis.map((quasi) => quasi.value.raw).join(' ? ')),
    Literal: (node) => {
      if (typeof node.value === 'string') addSql(node.start, node.value);
    },
  }).visit(program);
  return facts;
}

function isReExport(statement: Node): boolean {
  return (
    statement.type === 'ExportAllDeclaration' || (statement.type === 'ExportNamedDeclaration' && !!statement['source'])
  );
}

/** Whether an expression is `name` or `globalThis.name`. */
function isGlobal(value: unknown, name: string): boolean {
  const node = value as Node;
  if (node.type !== 'MemberExpression') return nameOf(node) === name;
  return nameOf(node['object']) === 'globalThis' && nameOf(node['property']) === name;
}

function nameOf(value: unknown): string | undefined {
  const node = value as Node | null | undefined;
  if (node?.type === 'Identifier') return String(node['name']);
  return literalText(node);
}

/** The text of a string literal, also one written `'X' as const`. */
function literalText(value: unknown): string | undefined {
  const node = value as Node | null | undefined;
  if (node?.type === 'TSAsExpression') return literalText(node['expression']);
  return node?.type === 'Literal' && typeof node['value'] === 'string' ? node['value'] : undefined;
}

function findingAt(text: string, offset: number, found: string): Finding {
  return { text: found, line: text.slice(0, offset).split('\n').length };
}
