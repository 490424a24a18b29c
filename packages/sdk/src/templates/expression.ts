/** What stands between `{{` and `}}`. */

export type Literal = string | number | boolean | null;

export interface Filter {
  readonly name: string;
  readonly argument: Literal | undefined;
}

export type Value =
  | { readonly kind: 'literal'; readonly value: Literal }
  | { readonly kind: 'path'; readonly path: Path };
export type Path = readonly [root: string, ...fields: string[]];

export interface Expression {
  readonly value: Value;
  readonly filters: readonly Filter[];
}
