import { toRunError, runError } from '../run/run-error.js';
import type { RunRequest } from '../run/run-request.js';
import type { BuiltInAgentFactoryConfig } from './factory-config.js';

/** A run whose events come from the application's factory. */
export async function runFactory(
  { input, emit }: RunRequest,
  config: BuiltInAgentFactoryConfig,
): Promise<void> {
  const { threadId, runId } = input;
  emit({ type: 'RUN_STARTED', threadId, runId });
  const error = toRunError(new Error(`Factories of type '${config.type}' are not supported yet`));
  emit(runError(error, { isDevelopment: true }, []));
  throw error;
}
