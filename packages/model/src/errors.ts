/**
 * The base of every error that Tradewind throws on purpose.
 *
 * `code` is permanent: people search for it, scripts compare it, `docs/reference/errors.md` explains it.
 */
export abstract class TradewindError extends Error {
  abstract readonly code: string;

  constructor(message: string, options?: { readonly cause?: unknown }) {
    super(message, options);
    this.name = new.target.name;
  }
}
