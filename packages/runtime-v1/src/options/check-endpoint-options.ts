import { ConfigError } from '@flightdeck/core';
import { isRecord } from '../internal/is-record.js';
import type { CreateCopilotRuntimeServerOptions } from './endpoint-options.js';
import { checkedLogLevel } from './log-level.js';

/**
 * What is wrong with the options of a helper, before the first request.
 *
 * @throws ConfigError that names the option and what it should be
 */
export function checkEndpointOptions(options: CreateCopilotRuntimeServerOptions): void {
  const given: unknown = options;
  if (!isRecord(given)) {
    throw new ConfigError('The endpoint helpers take an object of options: { runtime, endpoint }');
  }
  const { runtime, endpoint, baseUrl, properties, logLevel, legacyGraphQL } = given;
  // One of another copy of this package, by import and by require for example, is as good.
  if (typeof runtime !== 'object' || runtime === null || !('mountOptions' in runtime)) {
    throw new ConfigError(
      'runtime must be a CopilotRuntime of the entry that the endpoint helper comes from',
    );
  }
  checkPath('endpoint', endpoint);
  checkPath('baseUrl', baseUrl);
  if (properties !== undefined && !isRecord(properties)) {
    throw new ConfigError('properties must be an object');
  }
  if (logLevel !== undefined) checkedLogLevel(logLevel);
  if (legacyGraphQL !== undefined && typeof legacyGraphQL !== 'boolean') {
    throw new ConfigError('legacyGraphQL must be true or false');
  }
}

function checkPath(name: string, path: unknown): void {
  if (path === undefined) return;
  if (typeof path !== 'string') {
    throw new ConfigError(`${name} must be a path such as '/api/copilotkit'`);
  }
  if (!/[?#]|^[a-z]+:/i.test(path)) return;
  throw new ConfigError(`${name} must be a path without host, query and fragment, got '${path}'`);
}
