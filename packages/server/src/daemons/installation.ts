/** Where things of this installation lie. */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { TradewindError } from '@tradewind/model';

export interface Installation {
  /** The folder of the package `tradewind`, so that DAG files can import it wherever they lie; null when unknown. */
  readonly packageFolder: string | null;
}

/** The examples are part of the source tree, not of the installed package. */
export class ExamplesMissingError extends TradewindError {
  readonly code = 'EXAMPLES_MISSING';

  constructor() {
    super(
      'The example DAGs are not part of this installation. Run "tradewind init" to make a project with a first DAG.',
    );
  }
}

/** @throws {ExamplesMissingError} */
export function examplesFolder(): string {
  const folder = fileURLToPath(new URL('../../../../examples', import.meta.url));
  if (!existsSync(folder)) throw new ExamplesMissingError();
  return folder;
}

/** The built pages of the UI; null where they were not built. */
export function pagesFolder(): string | null {
  const folder = fileURLToPath(new URL('../../../ui/dist', import.meta.url));
  return existsSync(`${folder}/index.html`) ? folder : null;
}
