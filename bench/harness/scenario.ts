import type { BenchOptions } from './bench-options.ts';
import type { Product } from './product.ts';
import type { ScenarioResult } from './scenario-result.ts';
import { type ProductSetup, startProduct } from './start-product.ts';

/** One thing that is measured. */
export interface Scenario {
  readonly name: string;
  /** What it does, in one sentence. */
  readonly summary: string;
  run(options: BenchOptions): Promise<ScenarioResult>;
}

/** `count` times `--scale`, but not less than `least`. */
export function scaled({ scale }: BenchOptions, count: number, least = 1): number {
  return Math.max(least, Math.round(count * scale));
}

/** Repetitions: what `--runs` says, else `count` times `--scale`. */
export function repetitions(options: BenchOptions, count: number): number {
  return options.runs ?? scaled(options, count, 2);
}

/** Starts the product, does `work` with it, and stops it whatever becomes of that. */
export async function withProduct<Result>(
  options: BenchOptions,
  setup: ProductSetup,
  work: (product: Product) => Promise<Result>,
): Promise<Result> {
  const product = await startProduct(setup, options);
  try {
    return await work(product);
  } finally {
    await product.stop();
  }
}
