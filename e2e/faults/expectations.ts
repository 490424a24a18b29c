/** How every run of the DAGs in `fixtures/faults` must end, whatever is killed meanwhile. */
export interface Expectation {
  readonly state: 'success' | 'failed';
  /** Tasks that do not end in success. */
  readonly tasks?: Readonly<Record<string, string>>;
  /** What tasks must have returned. */
  readonly results?: Readonly<Record<string, unknown>>;
  /** The tries of a task that fail as planned: those up to this one. */
  readonly plannedFailures?: Readonly<Record<string, number>>;
}

export const EXPECTATIONS: Readonly<Record<string, Expectation>> = {
  chained: { state: 'success', results: { step_1: 1, step_8: 8 } },
  fanned: { state: 'success', results: { sum: 20 } },
  diamonds: { state: 'success', results: { middle: 4, bottom: 10 } },
  chosen: { state: 'success', tasks: { left: 'skipped' } },
  narrow: { state: 'success' },
  retried: { state: 'success', plannedFailures: { flaky: 2 } },
  doomed: { state: 'failed', tasks: { fatal: 'failed', never: 'upstream_failed' } },
  fresh: { state: 'success' },
  slow: { state: 'success' },
  shell: { state: 'success' },
  versioned: { state: 'success' },
};
