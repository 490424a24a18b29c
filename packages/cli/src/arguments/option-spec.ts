/** What a command takes: its arguments, in order, and its options, by name. */
import type { JsonObject } from '@tradewind/model';

export interface ArgumentSpec {
  readonly summary: string;
  readonly isOptional?: true;
  /** Takes all that is left; only the last one may. */
  readonly isRepeatable?: true;
}

export type OptionSpec = {
  readonly summary: string;
  /** One letter. */
  readonly short?: string;
} & (
  | { readonly kind: 'flag' }
  | { readonly kind: 'text'; readonly valueName: string; readonly isRepeatable?: true }
  | { readonly kind: 'integer'; readonly valueName: string; readonly min?: number; readonly default?: number }
  /** A JSON object. */
  | { readonly kind: 'json' }
  /** A date or an instant in ISO 8601; without a zone it is UTC. */
  | { readonly kind: 'instant' }
  /** A number with a unit. */
  | { readonly kind: 'duration' }
  | {
      readonly kind: 'choice';
      readonly choices: readonly string[];
      readonly default?: string;
      readonly isRepeatable?: true;
    }
);

export type ArgumentSpecs = Readonly<Record<string, ArgumentSpec>>;
export type OptionSpecs = Readonly<Record<string, OptionSpec>>;

type Single<Spec> = Spec extends { readonly kind: 'integer' | 'instant' | 'duration' }
  ? number
  : Spec extends { readonly kind: 'json' }
    ? JsonObject
    : Spec extends { readonly kind: 'choice'; readonly choices: readonly (infer Choice)[] }
      ? Choice
      : string;

/** What an option arrives as: instants and durations are milliseconds; without value and default it is undefined. */
export type OptionValue<Spec> = Spec extends { readonly kind: 'flag' }
  ? boolean
  : Spec extends { readonly isRepeatable: true }
    ? readonly Single<Spec>[]
    : Spec extends { readonly default: string | number }
      ? Single<Spec>
      : Single<Spec> | undefined;

export type ArgumentValue<Spec> = Spec extends { readonly isRepeatable: true }
  ? readonly string[]
  : Spec extends { readonly isOptional: true }
    ? string | undefined
    : string;

export type ArgumentValues<Specs extends ArgumentSpecs> = {
  readonly [Name in keyof Specs]: ArgumentValue<Specs[Name]>;
};
export type OptionValues<Specs extends OptionSpecs> = { readonly [Name in keyof Specs]: OptionValue<Specs[Name]> };

/** `runAfter` as it is typed: `run-after`. */
export function kebabCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
