export interface Variable {
  readonly key: string;
  readonly value: string;
  readonly description: string | null;
  readonly isEncrypted: boolean;
}

export interface VariablesPort {
  /** Those in the database, decrypted. */
  list(): Promise<readonly Variable[]>;
  /** The value in force: that of the environment goes before that of the database. */
  find(key: string): Promise<Variable & { readonly source: 'environment' | 'database' }>;
  /** Creates or changes variables, all or none. Returns the keys of the new ones. */
  save(
    variables: readonly { readonly key: string; readonly value: string; readonly description: string | null }[],
  ): Promise<readonly string[]>;
  delete(key: string): Promise<void>;
}
