import { registerUrl } from '@tradewind/loader';

/** Node arguments of every process that runs author code. */
export function childArguments(): readonly string[] {
  const conditions = process.execArgv.filter((argument) => argument.startsWith('--conditions'));
  return [...conditions, '--import', registerUrl];
}
