/** What makes two failures the same one. Pure. */
import { createHash } from 'node:crypto';

export interface Failure {
  readonly name: string;
  readonly message: string;
  readonly stack: string | null;
}

export interface Fingerprint {
  readonly fingerprint: string;
  readonly name: string;
  /** Without what differs from one time to the next. */
  readonly message: string;
  /** The first place in the code of the project; null when the stack has none. */
  readonly frame: string | null;
}

/** In this order: what is longer is replaced before its parts. */
const CHANGING: readonly (readonly [RegExp, string])[] = [
  [/\b[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}\b/gi, '<id>'],
  [/\b\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?/gi, '<time>'],
  [/\b0x[0-9a-f]+\b/gi, '<hex>'],
  [/\b(?=[0-9a-f]*\d)(?=[0-9a-f]*[a-f])[0-9a-f]{8,}\b/gi, '<hex>'],
  [/\d+(?:[.,]\d+)*/g, '<n>'],
];

const LONGEST_MESSAGE = 500;

export function fingerprintOf({ name, message, stack }: Failure): Fingerprint {
  const said = normalised(message);
  const frame = projectFrame(stack ?? '');
  const fingerprint = createHash('sha256').update(`${name}\n${said}\n${frame}`).digest('hex').slice(0, 16);
  return { fingerprint, name, message: said, frame };
}

function normalised(message: string): string {
  const firstLine = message.trim().split('\n', 1)[0]!.slice(0, LONGEST_MESSAGE);
  return CHANGING.reduce((text, [pattern, by]) => text.replaceAll(pattern, by), firstLine);
}

const FRAME = /^\s*at (?:(?:async )?(.*?) \()?(?:file:\/\/)?([^()\s][^()]*?):\d+:\d+\)?$/;
/** Node, packages that were installed, and what runs the tasks. */
const FOREIGN = /^node:|\/node_modules\/|\/packages\/(?:sdk|worker|loader|model)\/(?:src|dist)\//;
/** Code lies in a folder that is named by its content. */
const SNAPSHOT = /^.*\/[0-9a-f]{40,64}(?:\/files)?\//;

/** `transform (dags/sales.ts)`: without lines, which every edit moves. */
function projectFrame(stack: string): string | null {
  for (const line of stack.split('\n')) {
    const [, called, file] = FRAME.exec(line) ?? [];
    if (file === undefined || FOREIGN.test(file)) continue;
    const path = file.replace(SNAPSHOT, '');
    return called === undefined ? path : `${called} (${path})`;
  }
  return null;
}
