import { ConfigError } from '@flightdeck/core';
import { isRecord } from '../internal/is-record.js';

const HOOKS = ['handleRequest', 'handleResponse', 'handleError'] as const;

/**
 * Refuses what is no `observability_c`. Some versions of the reference describe a `logging.logger`
 * that never existed in code and would be ignored without a word.
 *
 * @throws ConfigError
 */
export function checkObservability(config: unknown): void {
  if (config === undefined) return;
  if (!isRecord(config)) throw new ConfigError(`observability_c must be an object. ${SHAPE}`);
  if ('logging' in config || 'logger' in config) {
    throw new ConfigError(
      `observability_c has no 'logging': move what logRequest, logResponse and logError do to its hooks. ${SHAPE}`,
    );
  }
  for (const flag of ['enabled', 'progressive']) {
    if (config[flag] === undefined || typeof config[flag] === 'boolean') continue;
    throw new ConfigError(`observability_c.${flag} must be true or false. ${SHAPE}`);
  }
  const { hooks } = config;
  if (!isRecord(hooks)) throw new ConfigError(`observability_c needs hooks. ${SHAPE}`);
  for (const name of HOOKS) {
    if (hooks[name] === undefined || typeof hooks[name] === 'function') continue;
    throw new ConfigError(`observability_c.hooks.${name} must be a function. ${SHAPE}`);
  }
}

const SHAPE =
  'It is { enabled, progressive, hooks: { handleRequest, handleResponse, handleError } }';
