import { ConfigError } from '@flightdeck/core';
import { isRecord } from '../internal/is-record.js';
import type { Action, Parameter } from './action.js';

/** What is deeper is no parameter that a model could fill in. */
const MAX_DEPTH = 50;

/**
 * Refuses what are no actions.
 *
 * @param source the option they come from, for the message
 * @throws ConfigError that names the first mistake
 */
export function checkActions(actions: unknown, source = 'actions'): readonly Action[] {
  if (!Array.isArray(actions)) throw new ConfigError(`${source} must be an array of actions`);
  for (const [index, action] of actions.entries()) checkAction(action, `${source}[${index}]`);
  return actions as readonly Action[]; // each of them was checked
}

function checkAction(action: unknown, where: string): void {
  if (!isRecord(action) || typeof action['name'] !== 'string' || action['name'] === '') {
    throw new ConfigError(`${where} must be an object with a name`);
  }
  const { name, description, parameters, handler } = action;
  const what = `${where} ("${name}")`;
  if (description !== undefined && typeof description !== 'string') {
    throw new ConfigError(`The description of ${what} must be a text`);
  }
  if (handler !== undefined && typeof handler !== 'function') {
    throw new ConfigError(`The handler of ${what} must be a function`);
  }
  if (parameters !== undefined) checkParameters(parameters, what);
}

/** @throws ConfigError that names the first mistake */
export function checkParameters(
  parameters: unknown,
  what: string,
  depth = 0,
): readonly Parameter[] {
  if (depth > MAX_DEPTH) throw new ConfigError(`The parameters of ${what} are nested too deeply`);
  if (!Array.isArray(parameters)) throw new ConfigError(`The parameters of ${what} must be a list`);
  for (const parameter of parameters as readonly unknown[]) {
    if (!isRecord(parameter) || typeof parameter['name'] !== 'string') {
      throw new ConfigError(`Each parameter of ${what} must be an object with a name`);
    }
    if (parameter['attributes'] !== undefined)
      checkParameters(parameter['attributes'], what, depth + 1);
    if (parameter['enum'] !== undefined && !Array.isArray(parameter['enum'])) {
      throw new ConfigError(`The enum of "${parameter['name']}" of ${what} must be a list`);
    }
  }
  return parameters as readonly Parameter[]; // each of them was checked
}
