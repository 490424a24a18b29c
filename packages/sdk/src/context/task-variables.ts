import { VariableMissingError, VariableNotJsonError } from '../errors.ts';
import type { TaskServices } from './task-services.ts';

/** The variables of the installation. */
export class TaskVariables {
  readonly #services: TaskServices;

  constructor(services: TaskServices) {
    this.#services = services;
  }

  /**
   * The text of a variable.
   *
   * @throws {VariableMissingError} when it does not exist and no default is given.
   */
  async get(key: string, options?: { readonly default: string }): Promise<string> {
    const value = (await this.#services.getVariable(key)) ?? options?.default;
    if (value === undefined) throw new VariableMissingError(key);
    return value;
  }

  /**
   * The value of a variable whose text is JSON. Its type is what you say: nothing checks it.
   *
   * @throws {VariableMissingError} when it does not exist and no default is given.
   * @throws {VariableNotJsonError} when its text is not JSON.
   */
  async getJson<Value = unknown>(key: string, options?: { readonly default: Value }): Promise<Value> {
    const text = await this.#services.getVariable(key);
    if (text === null && options !== undefined) return options.default;
    if (text === null) throw new VariableMissingError(key);
    try {
      return JSON.parse(text) as Value;
    } catch (error) {
      throw new VariableNotJsonError(key, error);
    }
  }

  /** Creates or changes a variable. Text is stored as it is, anything else as JSON. */
  async set(key: string, value: unknown, options?: { readonly description?: string }): Promise<void> {
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    await this.#services.setVariable(key, text, options?.description ?? null);
  }
}
