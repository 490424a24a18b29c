/** Variables and connections that the environment gives. They go before those of the database. */
export interface SecretsInEnvironment {
  /** The value of `TRADEWIND_VAR_<KEY>`, the key in upper case; null when it is not there. */
  findVariable(key: string): string | null;
  /** The URI or JSON of `TRADEWIND_CONN_<ID>`, the id in upper case; null when it is not there. */
  findConnection(connectionId: string): string | null;
}
