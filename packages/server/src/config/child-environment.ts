import { listConfigOptions } from './config-options.ts';

/** Variables that would lead author code to the metadata database, or give it what only the server may know. */
const WITHHELD = /^(TRADEWIND__DATABASE__.*|TRADEWIND_(CONN|VAR)_.*)$/;

function secretVariables(): ReadonlySet<string> {
  const secrets = listConfigOptions().filter(({ option }) => option.isSecret === true);
  return new Set(secrets.flatMap(({ variable, option }) => [variable, option.alias ?? variable]));
}

/** The environment of processes that run author code: that of this one, without what only the server may know. */
export function childEnvironment(environment: NodeJS.ProcessEnv = process.env): Record<string, string> {
  const secrets = secretVariables();
  const entries = Object.entries(environment).filter(
    ([name, value]) => value !== undefined && !WITHHELD.test(name) && !secrets.has(name),
  );
  return Object.fromEntries(entries) as Record<string, string>;
}
