/** Loads the files that are its arguments, and prints the ids of the DAGs of each as JSON. */
import { pathToFileURL } from 'node:url';
import { readSerializedDag } from '@tradewind/model';
import { collectDags } from '@tradewind/sdk/runtime';

const loaded: { [file: string]: readonly string[] | string } = {};
for (const file of process.argv.slice(2)) {
  try {
    const dags = await collectDags(async () => import(pathToFileURL(file).href));
    loaded[file] = dags.map((dag) => readSerializedDag(JSON.parse(JSON.stringify(dag.serialize()))).dagId);
  } catch (error) {
    loaded[file] = String(error);
  }
}
process.stdout.write(JSON.stringify(loaded));
