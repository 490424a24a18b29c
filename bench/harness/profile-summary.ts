/** Which functions of a CPU profile took the time themselves. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sum } from './quantile.ts';

interface CpuProfile {
  readonly nodes: readonly {
    readonly id: number;
    readonly callFrame: { readonly functionName: string; readonly url: string; readonly lineNumber: number };
  }[];
  readonly samples: readonly number[];
  readonly timeDeltas: readonly number[];
}

const SHOWN = 25;

/** The most expensive functions of each profile in `folder`, as text. */
export function summariseProfiles(folder: string): string {
  const files = readdirSync(folder).filter((file) => file.endsWith('.cpuprofile'));
  return files.map((file) => `\n${file}\n${summarise(readProfile(join(folder, file)))}`).join('\n');
}

function readProfile(path: string): CpuProfile {
  return JSON.parse(readFileSync(path, 'utf8')) as CpuProfile;
}

function summarise({ nodes, samples, timeDeltas }: CpuProfile): string {
  const names = new Map(nodes.map(({ id, callFrame }) => [id, nameOf(callFrame)]));
  const selfMs = new Map<string, number>();
  for (const [index, id] of samples.entries()) {
    const name = names.get(id) ?? '?';
    selfMs.set(name, (selfMs.get(name) ?? 0) + (timeDeltas[index] ?? 0) / 1000);
  }
  const idleMs = selfMs.get('(idle)') ?? 0;
  selfMs.delete('(idle)');
  // What the profiler itself does.
  selfMs.delete('dispatch');
  const busyMs = sum([...selfMs.values()]);
  const top = [...selfMs].toSorted(([, one], [, other]) => other - one).slice(0, SHOWN);
  const lines = top.map(
    ([name, ms]) => `${ms.toFixed(1).padStart(9)} ms ${((ms / busyMs) * 100).toFixed(1).padStart(5)} %  ${name}`,
  );
  return [`  busy ${busyMs.toFixed(0)} ms, idle ${idleMs.toFixed(0)} ms`, ...lines].join('\n');
}

function nameOf({ functionName, url, lineNumber }: CpuProfile['nodes'][number]['callFrame']): string {
  const file = url.split('/').slice(-3).join('/');
  const name = functionName === '' ? '(anonymous)' : functionName;
  return file === '' ? name : `${name} ${file}:${lineNumber + 1}`;
}
