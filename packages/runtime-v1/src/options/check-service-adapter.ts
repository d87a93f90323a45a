import { ConfigError } from '@flightdeck/core';
import type { CopilotServiceAdapter } from '../adapters/service-adapter.js';

/** @throws ConfigError for something that is no adapter */
export function checkServiceAdapter(adapter: unknown): asserts adapter is CopilotServiceAdapter {
  const isAdapter =
    typeof adapter === 'object' &&
    adapter !== null &&
    typeof Reflect.get(adapter, 'process') === 'function';
  if (isAdapter) return;
  throw new ConfigError(
    'serviceAdapter must be an adapter such as new OpenAIAdapter(), or an object with process(request); leave it out, or pass new EmptyAdapter(), where agents answer alone',
  );
}
