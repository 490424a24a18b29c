/**
 * Ends an attempt before its time: asks, waits, sends SIGTERM, waits, sends SIGKILL. Signals go to the whole process
 * group of the child. The attempt is over when it answers or the child is gone; `step` then says what it took.
 */
import type { ExitReason } from '@tradewind/model';

export type EndingReason = Exclude<ExitReason, 'crashed'>;
export type EndingStep = 'asked' | 'terminated' | 'killed';

export interface EndingFacts {
  readonly reason: EndingReason;
  /** A sentence for people. */
  readonly why: string;
  readonly step: EndingStep;
}

export interface EndingPlan {
  readonly reason: EndingReason;
  readonly why: string;
  /** Where to begin: a process that eats memory is not asked. */
  readonly first: EndingStep;
  readonly stopGraceMs: number;
  readonly killGraceMs: number;
  /** Does what the step says. */
  readonly act: (step: EndingStep) => void;
}

const NEXT: Readonly<Record<EndingStep, EndingStep | null>> = {
  asked: 'terminated',
  terminated: 'killed',
  killed: null,
};

export class AttemptEnding implements EndingFacts {
  readonly #plan: EndingPlan;
  #step: EndingStep;
  #timer: NodeJS.Timeout | null = null;

  constructor(plan: EndingPlan) {
    this.#plan = plan;
    this.#step = plan.first;
    this.#enter(plan.first);
  }

  get reason(): EndingReason {
    return this.#plan.reason;
  }
  get why(): string {
    return this.#plan.why;
  }
  get step(): EndingStep {
    return this.#step;
  }

  /** Goes on at once to at least `step`. */
  hurry(step: Exclude<EndingStep, 'asked'>): void {
    if (this.#step === 'killed' || this.#step === step) return;
    this.#enter(step);
  }

  /** It is over; nothing more will be done. */
  done(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
  }

  #enter(step: EndingStep): void {
    this.done();
    this.#step = step;
    const next = NEXT[step];
    const graceMs = step === 'asked' ? this.#plan.stopGraceMs : this.#plan.killGraceMs;
    if (next !== null) this.#timer = setTimeout(() => this.#enter(next), graceMs);
    this.#plan.act(step);
  }
}
