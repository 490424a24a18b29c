/**
 * The process that loads DAG files: it imports author code, and dies of it when it must.
 *
 * It speaks through its IPC channel only; both outputs belong to the author. The parent kills it when it takes too long.
 * When the parent is gone it ends by itself, even from an endless loop (`end-with-parent.ts`).
 */
import { sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import { DagIdDuplicateError } from '@tradewind/sdk';
import type { LoadedDag, LoadReply, LoadRequest } from '../messages.ts';
import { type Declaration, Declarations } from './declarations.ts';
import { describeFault, type FaultContext } from './describe-fault.ts';
import { endWithParent } from './end-with-parent.ts';
import { ImportGraph } from './import-graph.ts';
import { ProcessExitError } from './process-exit-error.ts';

const graph = new ImportGraph();
const declarations = new Declarations();
/** Set with the first request; a process serves one snapshot. */
let root = '';
/** Rejects the load in progress, for what escapes it: a rejection that nobody handles, an exit. */
let fail: ((error: unknown) => void) | null = null;
let hasEscaped = false;

function isOfBundle(path: string): boolean {
  return path.startsWith(root + sep) && !path.includes(`${sep}node_modules${sep}`);
}

async function load(request: LoadRequest): Promise<LoadReply> {
  const file = `${root}${sep}${request.file}`;
  const context = (): FaultContext => ({ root, file, modules: graph.reachableFrom(file) });
  hasEscaped = false;
  try {
    await importOrFail(file);
    const modules = graph.reachableFrom(file);
    const imported = [...modules].map(relativePath);
    const dags = declarations.all.filter(({ module }) => module === null || modules.has(module));
    const described = dags.map((dag) => describe(dag, dags, { root, file, modules }));
    return { kind: 'loaded', file: request.file, dags: described, imported };
  } catch (error) {
    const fault = describeFault(error, context());
    return {
      kind: 'failed',
      file: request.file,
      fault,
      imported: [...graph.reachableFrom(file)].map(relativePath),
      hasEscaped,
    };
  }
}

function importOrFail(file: string): Promise<unknown> {
  const escaped = new Promise<never>((_, reject) => {
    fail = reject;
  });
  return Promise.race([import(pathToFileURL(file).href), escaped]);
}

function describe(declaration: Declaration, all: readonly Declaration[], context: FaultContext): LoadedDag {
  const { dag, line } = declaration;
  const module = declaration.module ?? context.file;
  const facts = { dagId: dag.dagId, module: relativePath(module), line };
  try {
    const twin = all.find((other) => other !== declaration && other.dag.dagId === dag.dagId && other.module === module);
    if (twin !== undefined)
      throw placed(new DagIdDuplicateError(dag.dagId), module, Math.max(twin.line ?? 1, line ?? 1));
    return { ...facts, serialized: { json: JSON.stringify(dag.serialize()) } };
  } catch (error) {
    return { ...facts, serialized: { fault: describeFault(error, { ...context, file: module }) } };
  }
}

function placed(error: Error, file: string, line: number): Error {
  return Object.assign(error, { place: { file, line, column: 1 } });
}

function relativePath(path: string): string {
  return path.slice(root.length + 1).replaceAll(sep, '/');
}

const write = { stdout: process.stdout.write.bind(process.stdout), stderr: process.stderr.write.bind(process.stderr) };

/** Resolves when both outputs have the marker, and with it all that the author's code printed before. */
async function printMarker(marker: string): Promise<void> {
  await Promise.all([write.stdout, write.stderr].map((print) => new Promise((resolve) => print(marker, resolve))));
}

async function answer(request: LoadRequest): Promise<void> {
  if (root === '') {
    root = request.root;
    process.chdir(root);
  }
  const reply = await load(request);
  fail = null;
  await printMarker(request.marker);
  process.send?.(reply);
}

Error.stackTraceLimit = 50;
graph.observe(isOfBundle);
declarations.collect(isOfBundle);
process.exit = (code) => {
  throw new ProcessExitError(code);
};
process.on('uncaughtException', (error) => {
  hasEscaped = true;
  fail?.(error);
});
process.on('message', (request) => void answer(request as LoadRequest));
endWithParent();
