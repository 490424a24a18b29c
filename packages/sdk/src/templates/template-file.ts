import { readFileSync } from 'node:fs';
import { dirname, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { getCallSites } from 'node:util';
import { TEMPLATE } from '../brands.ts';
import { TemplateFileMissingError } from '../errors.ts';
import { literal } from './literal.ts';
import type { Template } from './template.ts';
import { textTemplate } from './text-template.ts';

/**
 * A template from a file, such as a query. Its path is relative to the file that calls this function. It is read at once,
 * so that a file that is missing or cannot be read as a template is an error where the DAG is declared.
 *
 * @throws {TemplateFileMissingError} when the file cannot be read.
 * @throws {TemplateInvalidError} {TemplateNameUnknownError} when it is not a template.
 * @example
 * const declare = () => dag('loading', {}, () => bash('load', { command: templateFile('./load.sh') }));
 */
export function templateFile(path: string | URL): Template {
  const file = path instanceof URL ? fileURLToPath(path) : resolve(folderOfCaller(), path);
  const text = readText(file);
  const source = textTemplate(text, file);
  return source === null ? literal(text) : { [TEMPLATE]: source };
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new TemplateFileMissingError(file, error);
  }
}

/** The folder of the innermost file on the stack that does not belong to this package. */
function folderOfCaller(): string {
  const ownFile = fileURLToPath(import.meta.url);
  const files = getCallSites(10).map(({ scriptName }) =>
    scriptName.startsWith('file:') ? fileURLToPath(scriptName) : scriptName,
  );
  const caller = files.find((file) => file !== ownFile && file.includes(sep));
  return caller === undefined ? process.cwd() : dirname(caller);
}
