/** The token that names a file of DAGs in URLs. It is no secret: routes that take it check rights. */

export interface DagFile {
  readonly bundleName: string;
  /** Relative to the DAG folder. */
  readonly file: string;
}

export function fileTokenOf({ bundleName, file }: DagFile): string {
  return Buffer.from(JSON.stringify([bundleName, file])).toString('base64url');
}

/** Null when it is no token. */
export function readFileToken(token: string): DagFile | null {
  try {
    const parts = JSON.parse(Buffer.from(token, 'base64url').toString()) as unknown;
    if (!Array.isArray(parts) || parts.length !== 2) return null;
    const [bundleName, file] = parts as readonly unknown[];
    return typeof bundleName === 'string' && typeof file === 'string' ? { bundleName, file } : null;
  } catch {
    return null;
  }
}
