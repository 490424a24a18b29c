/**
 * Versions of the Execution API, by date. A worker says in `Tradewind-API-Version` which one it was written for; the server
 * speaks the newest, and converts what older ones say and hear. A version stays for as long as workers may have it.
 */

/** The header that names the version. */
export const API_VERSION_HEADER = 'tradewind-api-version';
export const EXECUTION_API_VERSION = '2026-11-22';

type Body = Readonly<Record<string, unknown>>;

/** One change of the API: what makes a message of the version before into one of this version, and back. */
export interface VersionChange {
  /** The version that began with this change. */
  readonly version: string;
  readonly summary: string;
  /** Converts the body of a request up, by the id of its route. */
  readonly requests: Readonly<Record<string, (body: Body) => Body>>;
  /** Converts the body of an answer down, by the id of its route. */
  readonly answers: Readonly<Record<string, (body: Body) => Body>>;
}

export const OLDEST_EXECUTION_API_VERSION = '2026-11-01';

/** The newest change last. */
export const VERSION_CHANGES: readonly VersionChange[] = [
  {
    version: '2026-11-22',
    summary:
      'Attempts that a worker has are `held`, and what it may not report any more is `refused`, as everywhere else.',
    requests: { worker_heartbeat: (body) => renamed(body, 'attempt_ids', 'held') },
    answers: { worker_reports: (body) => renamed(body, 'refused', 'foreign') },
  },
];

export type VersionVerdict =
  /** Changes that lie between the version and the newest one, the oldest first. */
  | { readonly kind: 'spoken'; readonly changes: readonly VersionChange[] }
  | { readonly kind: 'refused'; readonly message: string };

/** What to do with a request of this version; without one it is the newest. */
export function judgeVersion(
  version: string | undefined,
  changes: readonly VersionChange[] = VERSION_CHANGES,
): VersionVerdict {
  if (version === undefined || version === EXECUTION_API_VERSION) return { kind: 'spoken', changes: [] };
  const range = `from ${OLDEST_EXECUTION_API_VERSION} to ${EXECUTION_API_VERSION}`;
  if (!isDate(version)) {
    return refused(`Expected ${API_VERSION_HEADER} to be a date such as ${EXECUTION_API_VERSION}, got: "${version}".`);
  }
  if (version > EXECUTION_API_VERSION) {
    return refused(
      `This server speaks the Execution API ${range}, and not ${version}. Upgrade the server before its workers.`,
    );
  }
  if (version < OLDEST_EXECUTION_API_VERSION) {
    return refused(`This server speaks the Execution API ${range}, and no longer ${version}. Upgrade the worker.`);
  }
  return { kind: 'spoken', changes: changes.filter((change) => change.version > version) };
}

/** The body of a request of an older version, as the newest one would say it. */
export function upgradeRequest(routeId: string, body: unknown, changes: readonly VersionChange[]): unknown {
  return changes.reduce((said, { requests }) => converted(said, requests[routeId]), body);
}

/** The body of an answer, as an older version expects it. */
export function downgradeAnswer(routeId: string, body: unknown, changes: readonly VersionChange[]): unknown {
  return changes.reduceRight((said, { answers }) => converted(said, answers[routeId]), body);
}

function converted(body: unknown, convert: ((body: Body) => Body) | undefined): unknown {
  const isObject = typeof body === 'object' && body !== null && !Array.isArray(body);
  return convert === undefined || !isObject ? body : convert(body as Body);
}

function renamed(body: Body, from: string, to: string): Body {
  const { [from]: value, ...rest } = body;
  return value === undefined ? body : { ...rest, [to]: value };
}

/** A day that exists, as `YYYY-MM-DD`. */
function isDate(text: string): boolean {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return false;
  const at = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(text);
}

function refused(message: string): VersionVerdict {
  return { kind: 'refused', message };
}
