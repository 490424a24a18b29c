/** Variables that would lead author code to the metadata database or its secrets. */
const WITHHELD =
  /^(DATABASE_URL|TRADEWIND__DATABASE__.*|TRADEWIND__CORE__SECRET_KEY|TRADEWIND__(WORKER|CLI)__TOKEN|TRADEWIND_(CONN|VAR)_.*)$/;

/** The environment of processes that run author code: that of this one, without what only the server may know. */
export function childEnvironment(environment: NodeJS.ProcessEnv = process.env): Record<string, string> {
  const entries = Object.entries(environment).filter(([name, value]) => value !== undefined && !WITHHELD.test(name));
  return Object.fromEntries(entries) as Record<string, string>;
}
