/**
 * What looks secret by its name, and how it is hidden when it is shown: Airflow's key words.
 *
 * Whoever sends back what was hidden means what is stored: `restoreHidden` puts it there again.
 */

/** Stands for what is hidden. */
export const HIDDEN = '***';

const SECRET_WORDS = [
  'access_token',
  'api_key',
  'apikey',
  'authorization',
  'keyfile_dict',
  'passphrase',
  'passwd',
  'password',
  'private_key',
  'proxies',
  'secret',
  'service_account',
  'token',
] as const;

/** Deeper than this nothing is shown. */
const DEEPEST = 30;

/** Whether something of this name is not for everybody's eyes: `smtp_password`, `API-Key`. */
export function isSecretName(name: string): boolean {
  const plain = name.toLowerCase().replaceAll('-', '_');
  return SECRET_WORDS.some((word) => plain.includes(word));
}

/** The same data without what has a secret name, at any depth. `name` is the name of the whole. */
export function redact(value: unknown, name = ''): unknown {
  return redactAt(value, isSecretName(name), 0);
}

function redactAt(value: unknown, isSecret: boolean, depth: number): unknown {
  if (depth > DEEPEST) return HIDDEN;
  if (Array.isArray(value)) return value.map((one) => redactAt(one, isSecret, depth + 1));
  if (isObject(value)) {
    return Object.fromEntries(
      Object.entries(value).map(([key, one]) => [key, redactAt(one, isSecret || isSecretName(key), depth + 1)]),
    );
  }
  return isSecret && value !== null && typeof value !== 'boolean' ? HIDDEN : value;
}

/** The data that was given, with what is stored where they say `***` and the stored has been hidden. */
export function restoreHidden(given: unknown, stored: unknown, name = ''): unknown {
  return restoreAt({ given, stored, shown: redact(stored, name) });
}

interface Place {
  readonly given: unknown;
  readonly stored: unknown;
  /** What of the stored was shown. */
  readonly shown: unknown;
}

function restoreAt({ given, stored, shown }: Place): unknown {
  if (given === HIDDEN) return shown === HIDDEN ? stored : given;
  if (Array.isArray(given) && Array.isArray(stored) && Array.isArray(shown))
    return given.map((one, at) => restoreAt({ given: one, stored: stored[at], shown: shown[at] }));
  if (!isObject(given) || !isObject(stored) || !isObject(shown)) return given;
  return Object.fromEntries(
    Object.entries(given).map(([key, one]) => [
      key,
      restoreAt({ given: one, stored: ownOf(stored, key), shown: ownOf(shown, key) }),
    ]),
  );
}

/** Text with JSON in it is hidden by the names within; other text by its own. */
export function redactText(text: string, name = ''): string {
  if (isSecretName(name)) return HIDDEN;
  const data = parseObject(text);
  if (data === null) return text;
  const shown = JSON.stringify(redact(data));
  return shown.includes(HIDDEN) ? shown : text;
}

/** The text that was given, with what is stored in the place of what had been hidden. */
export function restoreHiddenText(given: string, stored: string, name = ''): string {
  if (given === HIDDEN && redactText(stored, name) === HIDDEN) return stored;
  if (!given.includes(HIDDEN)) return given;
  const [givenData, storedData] = [parseObject(given), parseObject(stored)];
  return givenData === null || storedData === null ? given : JSON.stringify(restoreHidden(givenData, storedData, name));
}

/** The object or list that the text is as JSON; null when it is something else. */
function parseObject(text: string): object | null {
  if (!/^\s*[[{]/.test(text)) return null;
  try {
    return JSON.parse(text) as object;
  } catch {
    return null;
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function ownOf(data: Readonly<Record<string, unknown>>, key: string): unknown {
  return Object.hasOwn(data, key) ? data[key] : undefined;
}
