/** What the supervisor tells a child at its start, as JSON in the first argument. */
export interface ChildSettings {
  readonly maxXComBytes: number;
}

export function encodeSettings(settings: ChildSettings): string {
  return JSON.stringify(settings);
}

/** Reads the settings, and leaves the author's code an argument list without them. */
export function takeSettings(argv: string[]): ChildSettings {
  const [text] = argv.splice(2);
  return JSON.parse(text ?? '{}') as ChildSettings;
}
