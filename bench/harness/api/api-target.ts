/** The API server that is measured, and who asks. */
export interface ApiTarget {
  /** `http://127.0.0.1:8080`. */
  readonly origin: string;
  /** Of every request: who asks. */
  readonly headers: Readonly<Record<string, string>>;
}

export interface TimedAnswer {
  /** Until the last byte. */
  readonly ms: number;
  /** As they came over the wire. */
  readonly bytes: number;
}
