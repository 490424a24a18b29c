import { canonicalJson, readSerializedDag } from '@tradewind/model';
import type { BundleState } from '../bundle/bundle.ts';
import { sha256 } from '../bundle/manifest.ts';
import type { DeclaredDag, FileOutcome } from '../decide/decide-changes.ts';
import { fingerprintOf } from '../decide/fingerprint.ts';
import type { LoadResult } from './load-process.ts';
import type { LoadedDag, LoadFault } from './messages.ts';

/**
 * What a load means for its file. A DAG that an imported DAG file declares is that file's affair; one of a module that is
 * no DAG file is the importing file's. One DAG that is wrong makes the file fail.
 */
export function outcomeOf(bundle: BundleState, result: LoadResult): FileOutcome {
  const { file, output } = result;
  if (result.kind === 'failed') return { kind: 'failed', file, fault: { ...result.fault, output } };
  const own = result.dags.filter(({ module }) => module === file || !bundle.dagFiles.has(module));
  const code = fingerprintOf(bundle, file, result.imported);
  const dags: DeclaredDag[] = [];
  for (const dag of own) {
    const read = readDag(dag, { file, code, environment: bundle.environment });
    if ('fault' in read) return { kind: 'failed', file, fault: { ...read.fault, output } };
    dags.push(read);
  }
  return { kind: 'loaded', file, dags, output };
}

interface Sources {
  readonly file: string;
  readonly code: string;
  readonly environment: string;
}

function readDag(dag: LoadedDag, { file, code, environment }: Sources): DeclaredDag | { readonly fault: LoadFault } {
  if ('fault' in dag.serialized) return { fault: dag.serialized.fault };
  try {
    const serialized = readSerializedDag(JSON.parse(dag.serialized.json));
    // What another version of this program serialises otherwise does not vary by itself.
    const sourceHash = sha256(`${serialized.schemaVersion}\n${environment}\n${code}`);
    const hash = sha256(canonicalJson({ dag: serialized as never, file, code }));
    return { dagId: serialized.dagId, serialized, hash, sourceHash, line: dag.module === file ? dag.line : null };
  } catch (error) {
    const { code: errorCode, message } = error as { code?: string; message: string };
    const place = { stack: null, line: dag.line, column: null, codeFrame: null };
    return { fault: { code: errorCode ?? 'SERIALIZED_DAG_INVALID', message, ...place } };
  }
}
