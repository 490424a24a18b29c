import { globSync, readFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { fileURLToPath } from 'node:url';
import { readSerializedDag } from '@tradewind/model';
import { expect, test } from 'vitest';
import * as sdk from './index.ts';
import * as operators from './operators/index.ts';
import { collectDags } from './runtime/index.ts';

interface Example {
  readonly place: string;
  readonly code: string;
}

const folder = fileURLToPath(new URL('.', import.meta.url));
const examples = globSync('**/*.ts', { cwd: folder })
  .filter((file) => !/\.test(-d)?\.ts$|fixtures/.test(file))
  .toSorted()
  .flatMap(examplesOf);

test('there are examples', () => {
  expect(examples.length).toBeGreaterThan(20);
});

test.each(examples)('the example at $place runs, and what it declares is a DAG', async ({ code }) => {
  const scope: { readonly [name: string]: unknown } = { ...sdk, ...operators };
  const javascript = stripTypeScriptTypes(code).replaceAll(/^export /gm, '');
  const run = new Function(...Object.keys(scope), `'use strict';\n${javascript}`);
  const dags = await collectDags(async () => run(...Object.values(scope)));
  expect(dags.map((dag) => dag.dagId)).toHaveLength(code.match(/^(export const \w+ = )?dag\(/gm)?.length ?? 0);
  for (const dag of dags)
    expect(readSerializedDag(JSON.parse(JSON.stringify(dag.serialize())))).toEqual(dag.serialize());
});

/** The code after every `@example` of a file, without the stars of its comment. */
function examplesOf(file: string): readonly Example[] {
  const text = readFileSync(`${folder}/${file}`, 'utf8');
  return [...text.matchAll(/@example\n(.*?)\n\s*\*\//gs)].map((match) => ({
    place: `${file}:${text.slice(0, match.index).split('\n').length}`,
    code: match[1]!.replaceAll(/^ *\* ?/gm, ''),
  }));
}
