import { fileURLToPath } from 'node:url';

/** Where a file of the package `vega-datasets` lies, such as `movies.json`. */
export function dataFile(name: string): string {
  return fileURLToPath(new URL(`../data/${name}`, import.meta.resolve('vega-datasets')));
}
