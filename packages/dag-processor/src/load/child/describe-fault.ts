/** Turns whatever loading a file threw into a fault with a place, in words that name files as their author does. */
import { readFileSync } from 'node:fs';
import { relative, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import { findSyntaxFault, type SourcePlace } from '@tradewind/loader';
import { codeFrame } from '../code-frame.ts';
import type { LoadFault } from '../messages.ts';
import { DagFileThrewError } from './dag-file-threw-error.ts';
import { readStackFrames } from './stack-frames.ts';

export interface FaultContext {
  readonly root: string;
  /** The file that was being loaded. Absolute path. */
  readonly file: string;
  /** It and what it imports. Absolute paths. */
  readonly modules: ReadonlySet<string>;
}

/** The code of a fault that brings none of its own. */
const UNNAMED: DagFileThrewError['code'] = 'DAG_FILE_THREW';

export function describeFault(thrown: unknown, context: FaultContext): LoadFault {
  const error = thrown instanceof Error ? thrown : new DagFileThrewError(thrown);
  const found = findPlace(error, context);
  const place = found?.place ?? null;
  const isOwn = place?.file === context.file;
  return {
    code: codeOf(error),
    message: shorten(found?.message ?? messageOf(error), context.root),
    stack: thrown instanceof Error && error.stack !== undefined ? shorten(ownStack(error.stack), context.root) : null,
    line: isOwn ? place.line : null,
    column: isOwn ? place.column : null,
    codeFrame: place === null ? null : frameOf(place, context.root),
  };
}

function codeOf(error: Error): string {
  const { code } = error as { code?: unknown };
  return typeof code === 'string' && /^[A-Z][A-Z0-9_]+$/.test(code) ? code : UNNAMED;
}

function messageOf(error: Error): string {
  return error.name === 'Error' || error.name.startsWith('Error ') || codeOf(error) !== UNNAMED
    ? error.message
    : `${error.name}: ${error.message}`;
}

interface FoundPlace {
  readonly place: SourcePlace;
  /** Better words than the error's own. */
  readonly message?: string;
}

function findPlace(error: Error, context: FaultContext): FoundPlace | null {
  const { place } = error as { place?: SourcePlace };
  if (place !== undefined) return { place };
  const frame = readStackFrames(error.stack ?? '').find(({ file }) => isInside(file, context.root));
  if (frame !== undefined) return { place: { file: frame.file, line: frame.line, column: frame.column } };
  return findMissingImport(error, context) ?? (error instanceof SyntaxError ? findSyntax(context) : null);
}

/** Node compiles plain JavaScript without us, and its error has no place once it is caught. */
function findSyntax({ modules }: FaultContext): FoundPlace | null {
  for (const file of modules) {
    const fault = /\.[cm]?js$/.test(file) ? findSyntaxFault(file) : null;
    if (fault !== null) return fault;
  }
  return null;
}

const MISSING = /imported from (?:file:\/\/)?(\S+?)\.?$|requested module '([^']+)'/m;
const SPECIFIER = /(['"])((?:(?!\1)[^\\\n])+)\1/g;

/** The line that imports what is not there: Node names the importing file, but not the line. */
function findMissingImport(error: Error, context: FaultContext): FoundPlace | null {
  const [, importer, requested] = MISSING.exec(error.message) ?? [];
  if (importer === undefined && requested === undefined) return null;
  const files = importer === undefined ? [...context.modules] : [importer];
  const missing = requested ?? /'([^']+)'/.exec(error.message)?.[1] ?? '';
  for (const file of files) {
    const place = isInside(file, context.root) ? placeOfSpecifier(file, missing) : null;
    if (place !== null) return { place };
  }
  return null;
}

/** Where `file` names `missing`: a bare specifier by itself, a path or URL by what it resolves to. */
function placeOfSpecifier(file: string, missing: string): SourcePlace | null {
  const target = missing.startsWith('/') ? pathToFileURL(missing).href : missing;
  for (const [index, line] of readFileSync(file, 'utf8').split('\n').entries()) {
    for (const match of line.matchAll(SPECIFIER)) {
      const specifier = match[2]!;
      const isSame = specifier === missing || specifier.startsWith(`${missing}/`) || resolves(specifier, file, target);
      if (isSame) return { file, line: index + 1, column: match.index + 1 };
    }
  }
  return null;
}

function resolves(specifier: string, file: string, target: string): boolean {
  return /^\.\.?\//.test(specifier) && new URL(specifier, pathToFileURL(file)).href === target;
}

/** Frames of Node and of ours below the last one of the author say nothing to them. */
function ownStack(stack: string): string {
  const lines = stack.split('\n');
  const last = lines.findLastIndex(
    (line) =>
      !/^\s+at .*(node:internal|[\\/]@?tradewind[\\/](?:dag-processor|loader)[\\/]|packages[\\/](?:dag-processor|loader)[\\/])/.test(
        line,
      ),
  );
  return lines.slice(0, last + 1).join('\n');
}

function frameOf({ file, line, column }: SourcePlace, root: string): string | null {
  try {
    return codeFrame(readFileSync(file, 'utf8'), { file: relative(root, file), line, column });
  } catch {
    return null;
  }
}

function isInside(path: string, root: string): boolean {
  return path.startsWith(root + sep) && !path.includes(`${sep}node_modules${sep}`);
}

function shorten(text: string, root: string): string {
  return text.replaceAll(`${pathToFileURL(root).href}/`, '').replaceAll(root + sep, '');
}
