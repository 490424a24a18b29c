/** A fault of one field of what was sent. */
export interface FieldFault {
  /** Below `body`, joined by dots. */
  readonly field: string;
  readonly message: string;
}

/** The server refused, or could not be reached (`status` 0). */
export class ApiProblem extends Error {
  readonly status: number;
  readonly fields: readonly FieldFault[];
  /** Under which the log of the server says more. */
  readonly requestId: string | null;

  constructor(status: number, answer: string, requestId: string | null, cause?: unknown) {
    const { detail, fields } = readAnswer(answer);
    super(detail, { cause });
    this.name = 'ApiProblem';
    this.status = status;
    this.fields = fields;
    this.requestId = requestId;
  }
}

interface Detail {
  readonly detail: string;
  readonly fields: readonly FieldFault[];
}

function readAnswer(answer: string): Detail {
  try {
    const { detail } = JSON.parse(answer) as { readonly detail?: unknown };
    if (typeof detail === 'string') return { detail, fields: [] };
    if (Array.isArray(detail)) return readFields(detail);
  } catch {
    // Not JSON: said as it is.
  }
  return { detail: answer.slice(0, 500), fields: [] };
}

function readFields(detail: readonly { readonly loc?: readonly unknown[]; readonly msg?: string }[]): Detail {
  const fields = detail.map(({ loc = [], msg = '' }) => ({ field: loc.slice(1).join('.'), message: msg }));
  return { detail: fields.map(({ field, message }) => `${field}: ${message}`).join('\n'), fields };
}
