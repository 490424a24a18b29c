/** DAG files as an author would write them. The body of every task is `fibo(10)`, a few microseconds. */

export interface DagFile {
  /** Below the DAG folder. */
  readonly path: string;
  readonly text: string;
}

/** Options of `dag()`, as the text of an object. */
export interface DagText {
  readonly dagId: string;
  readonly options?: string;
}

const PREAMBLE = `import { chain, continuous, cron, dag, dates, type Handle, task } from 'tradewind';

const fibo = (n: number): number => (n < 2 ? n : fibo(n - 1) + fibo(n - 2));
`;

export function dagFile(name: string, ...dags: readonly string[]): DagFile {
  return { path: `${name}.ts`, text: [PREAMBLE, ...dags].join('\n') };
}

/** `length` tasks, one after the other. `body` is the text of a function. */
export function chainDag({ dagId, options = '{}' }: DagText, length: number, body = '() => fibo(10)'): string {
  return `
dag('${dagId}', ${options}, () => {
  const steps = Array.from({ length: ${length} }, (_, index) => task(\`t\${index}\`, ${body})());
  chain(...steps);
});`;
}

/** `width` tasks with nothing between them. */
export function wideDag({ dagId, options = '{}' }: DagText, width: number, taskOptions = '{}'): string {
  return `
dag('${dagId}', ${options}, () => {
  for (let index = 0; index < ${width}; index += 1) task(\`t\${index}\`, ${taskOptions}, () => fibo(10))();
});`;
}

/** `layers` layers of `width` tasks; each task waits for three of the layer before. */
export function layeredDag({ dagId, options = '{}' }: DagText, layers: number, width: number): string {
  return `
dag('${dagId}', ${options}, () => {
  let above: Handle<number>[] = [];
  for (let layer = 0; layer < ${layers}; layer += 1) {
    const below = Array.from({ length: ${width} }, (_, index) => task(\`t\${layer}_\${index}\`, () => fibo(10))());
    for (const [index, step] of below.entries()) {
      const upstream = new Set([0, 1, 7].map((distance) => above[(index + distance) % ${width}]));
      for (const before of upstream) before?.before(step);
    }
    above = below;
  }
});`;
}
