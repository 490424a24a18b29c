/**
 * What the database has to hold after some files were loaded: pure, over the rows as they are.
 *
 * Terms: a file *declares* a DAG when loading it gave the DAG; it *owns* the DAG when the row of the DAG names the file.
 *
 * Invariants
 * 1. A DAG has one owner. Whoever has it keeps it, as long as its file is there and does not load without the DAG.
 * 2. A file that cannot be loaded changes nothing about the DAGs that it owns.
 * 3. A DAG gets a new version only when its hash differs from that of the newest one.
 * 4. The same files over the resulting rows change nothing.
 */
import type { DagId, SerializedDag } from '@tradewind/model';
import type { DagRow } from '@tradewind/store';
import { DagIdTakenError } from '../errors.ts';

/** Something that keeps a file, or one DAG of it, from being in force. */
export interface ImportFault {
  readonly code: string;
  readonly message: string;
  readonly stack: string | null;
  readonly line: number | null;
  readonly column: number | null;
  readonly codeFrame: string | null;
  /** What the file printed while it was loaded. */
  readonly output: string | null;
}

export interface DeclaredDag {
  readonly dagId: DagId;
  readonly serialized: SerializedDag;
  /** Of the meaning: the serialised DAG, its file, and the bytes of every file that it depends on. */
  readonly hash: string;
  /** Of what it was made of, whatever came out: of the bytes alone, and of the packages that they may import. */
  readonly sourceHash: string;
  /** Where it is declared, when that is known. */
  readonly line: number | null;
}

export type FileOutcome =
  | {
      readonly kind: 'loaded';
      readonly file: string;
      readonly dags: readonly DeclaredDag[];
      readonly output: string | null;
    }
  | { readonly kind: 'failed'; readonly file: string; readonly fault: ImportFault }
  | { readonly kind: 'removed'; readonly file: string };

export interface Known {
  readonly bundleName: string;
  /** The rows of every DAG that is declared in the outcomes or owned by their files. */
  readonly rows: readonly DagRow[];
  /** What a file of this bundle declares that is not among the outcomes; null when it was not loaded yet or failed. */
  readonly declaredBy: (file: string) => ReadonlySet<DagId> | null;
  /** Whether the bundle has this file and takes it for a DAG file. */
  readonly hasFile: (file: string) => boolean;
}

export interface Conflict {
  readonly file: string;
  readonly dagId: DagId;
  /** The file that owns the DAG; of another bundle when null. */
  readonly owner: string | null;
}

export interface Changes {
  /** DAGs whose row is new or changes, with a version to add or null. */
  readonly stored: readonly { readonly dag: DeclaredDag; readonly file: string; readonly isNewVersion: boolean }[];
  /** Those of `stored` whose new version was made of the very files of the one before. */
  readonly varying: readonly DeclaredDag[];
  /** DAGs that were made of other files than the version before, so that old doubts do not concern them. */
  readonly rewritten: readonly DagId[];
  /** DAGs that were loaded and are as they were. */
  readonly confirmed: readonly DagId[];
  readonly deactivated: readonly DagId[];
  readonly faults: readonly { readonly file: string; readonly fault: ImportFault }[];
  /** Files that have no fault, or are gone. */
  readonly cleared: readonly string[];
  readonly conflicts: readonly Conflict[];
}

export function decideChanges(outcomes: readonly FileOutcome[], known: Known): Changes {
  const rows = new Map(known.rows.map((row) => [row.dagId, row]));
  const taken = new Map<DagId, string>();
  const declared = declaredIn(outcomes);
  const changes = emptyChanges();
  for (const outcome of outcomes.toSorted((a, b) => (a.file < b.file ? -1 : 1))) {
    if (outcome.kind === 'failed') changes.faults.push({ file: outcome.file, fault: outcome.fault });
    else if (outcome.kind === 'removed') changes.cleared.push(outcome.file);
    else decideFile(outcome, { known, rows, taken, declared, changes });
  }
  for (const row of known.rows) if (isLost(row, known, declared, taken)) changes.deactivated.push(row.dagId);
  return changes;
}

function emptyChanges(): Mutable {
  return {
    stored: [],
    varying: [],
    rewritten: [],
    confirmed: [],
    deactivated: [],
    faults: [],
    cleared: [],
    conflicts: [],
  };
}

type Mutable = { -readonly [Key in keyof Changes]: Changes[Key][number][] };
type Declared = ReadonlyMap<string, ReadonlySet<DagId> | null>;

interface Deciding {
  readonly known: Known;
  readonly rows: ReadonlyMap<DagId, DagRow>;
  /** DAGs that a file of these outcomes got, with the file. */
  readonly taken: Map<DagId, string>;
  readonly declared: Declared;
  readonly changes: Mutable;
}

/** By file: its DAGs, none when it is removed, and null when it failed. */
function declaredIn(outcomes: readonly FileOutcome[]): Declared {
  return new Map(
    outcomes.map((outcome) => {
      if (outcome.kind === 'failed') return [outcome.file, null];
      return [outcome.file, new Set(outcome.kind === 'loaded' ? outcome.dags.map(({ dagId }) => dagId) : [])];
    }),
  );
}

function decideFile(outcome: FileOutcome & { kind: 'loaded' }, deciding: Deciding): void {
  const { changes, taken, rows } = deciding;
  const { file } = outcome;
  const conflicts: Conflict[] = [];
  for (const dag of outcome.dags) {
    const conflict = findConflict(file, dag.dagId, deciding);
    if (conflict !== null) {
      conflicts.push(conflict);
      continue;
    }
    taken.set(dag.dagId, file);
    const row = rows.get(dag.dagId);
    const isNewVersion = row?.hash !== dag.hash;
    if (!isNewVersion && row?.isActive === true && row.file === file) changes.confirmed.push(dag.dagId);
    else changes.stored.push({ dag, file, isNewVersion });
    if (!isNewVersion || row === undefined) continue;
    if (row.sourceHash === dag.sourceHash) changes.varying.push(dag);
    else changes.rewritten.push(dag.dagId);
  }
  changes.conflicts.push(...conflicts);
  if (conflicts.length === 0) changes.cleared.push(file);
  else changes.faults.push({ file, fault: faultOf(conflicts, outcome, deciding) });
}

function findConflict(file: string, dagId: DagId, { known, rows, taken, declared }: Deciding): Conflict | null {
  const winner = taken.get(dagId);
  if (winner !== undefined) return { file, dagId, owner: winner };
  const row = rows.get(dagId);
  if (row === undefined || !row.isActive) return null;
  if (row.bundleName !== known.bundleName) return { file, dagId, owner: null };
  if (row.file === file || !holdsOn(row.file, dagId, known, declared)) return null;
  return { file, dagId, owner: row.file };
}

/** Whether `file` keeps a DAG that it owns: it declares it, or nobody knows because it does not load. */
function holdsOn(file: string, dagId: DagId, known: Known, declared: Declared): boolean {
  const dags = declared.has(file) ? declared.get(file)! : known.declaredBy(file);
  if (dags === null) return known.hasFile(file);
  return dags.has(dagId);
}

function isLost(row: DagRow, known: Known, declared: Declared, taken: ReadonlyMap<DagId, string>): boolean {
  if (!row.isActive || row.bundleName !== known.bundleName || taken.has(row.dagId)) return false;
  return declared.has(row.file) && !holdsOn(row.file, row.dagId, known, declared);
}

function faultOf(
  conflicts: readonly Conflict[],
  outcome: FileOutcome & { kind: 'loaded' },
  deciding: Deciding,
): ImportFault {
  const errors = conflicts.map(({ dagId, owner }) => {
    const place = owner ?? `${deciding.rows.get(dagId)!.file} of bundle "${deciding.rows.get(dagId)!.bundleName}"`;
    return new DagIdTakenError(dagId, place);
  });
  const first = outcome.dags.find(({ dagId }) => dagId === conflicts[0]!.dagId);
  return {
    code: errors[0]!.code,
    message: errors.map(({ message }) => message).join('\n'),
    stack: null,
    line: first?.line ?? null,
    column: null,
    codeFrame: null,
    output: outcome.output,
  };
}
