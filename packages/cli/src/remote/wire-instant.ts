/** Milliseconds since the epoch. */
export function instantOf(text: string): number {
  return Date.parse(text);
}

export function instantOrNull(text: string | null | undefined): number | null {
  return text === null || text === undefined ? null : Date.parse(text);
}

export function wireInstant(at: number): string {
  return new Date(at).toISOString();
}
