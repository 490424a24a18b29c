/** Errors of the configuration. */
import { TradewindError } from '@tradewind/model';

/** Where a value of the configuration comes from. */
export type ConfigOrigin =
  | { readonly kind: 'default' }
  | { readonly kind: 'file'; readonly file: string }
  | { readonly kind: 'environment'; readonly variable: string };

/** One thing that is wrong with the configuration. */
export interface ConfigFault {
  /** `section.name`, or as much of it as was given. */
  readonly key: string;
  readonly origin: ConfigOrigin;
  /** What is wrong, as a part of a sentence. */
  readonly problem: string;
  /** What to do, as a sentence. */
  readonly remedy: string;
}

/** The configuration cannot be used. It names every fault at once. */
export class ConfigInvalidError extends TradewindError {
  readonly code = 'CONFIG_INVALID';
  readonly faults: readonly ConfigFault[];

  constructor(faults: readonly ConfigFault[]) {
    const lines = faults.map(
      ({ key, origin, problem, remedy }) => `  ${key} (${describeOrigin(origin)}): ${problem}. ${remedy}`,
    );
    const many = faults.length === 1 ? 'a fault' : `${faults.length} faults`;
    super([`The configuration has ${many}:`, ...lines].join('\n'));
    this.faults = faults;
  }
}

/** The file of the configuration cannot be loaded at all. */
export class ConfigUnloadableError extends TradewindError {
  readonly code = 'CONFIG_UNLOADABLE';
  readonly file: string;

  constructor(file: string, cause: unknown) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    super(`Cannot load ${file}: ${reason}. Correct the file, or leave it out to use the defaults.`, { cause });
    this.file = file;
  }
}

/** Where a value comes from, for people. */
export function describeOrigin(origin: ConfigOrigin): string {
  switch (origin.kind) {
    case 'default':
      return 'default';
    case 'file':
      return origin.file;
    case 'environment':
      return `environment variable ${origin.variable}`;
  }
}
