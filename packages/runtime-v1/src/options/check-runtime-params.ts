import { ConfigError, isRuntimeAgent } from '@flightdeck/core';
import { checkObservability } from '../hooks/observability-shape.js';
import { isRecord } from '../internal/is-record.js';
import type { CopilotRuntimeConstructorParams } from './runtime-params.js';

/**
 * Refuses options that would fail at the first request, or be without effect. What brings tools is
 * checked where tools are made of it, and options of version 2 by the runtime itself.
 *
 * @throws ConfigError that names the option and what it should be
 */
export function checkRuntimeParams(params: CopilotRuntimeConstructorParams): void {
  const given: unknown = params;
  if (!isRecord(given)) {
    throw new ConfigError('new CopilotRuntime() takes an object of options, or nothing');
  }
  checkAgents(given.agents);
  checkFunctions('middleware', given.middleware, ['onBeforeRequest', 'onAfterRequest']);
  checkObservability(given.observability_c);
  checkFunction('onError', given.onError);
  checkFunction('onStopGeneration', given.onStopGeneration);
  checkFlag(
    'delegateAgentProcessingToServiceAdapter',
    given.delegateAgentProcessingToServiceAdapter,
  );
}

function checkAgents(agents: unknown): void {
  if (agents === undefined || typeof agents === 'function') return;
  if (!isRecord(agents)) {
    throw new ConfigError(
      'agents must be a record of agents by id, a promise of one, or a function that makes one: agents: { default: agent }',
    );
  }
  if (typeof agents.then === 'function') {
    // Said to whoever asks for an agent; until then a rejection would end the process.
    Promise.resolve(agents).catch(() => undefined);
    return;
  }
  for (const [id, agent] of Object.entries(agents)) {
    if (isRuntimeAgent(agent)) continue;
    throw new ConfigError(
      `agents.${id} is not an agent: it needs clone() and runAgent(), as BuiltInAgent, HttpAgent and every AbstractAgent of @ag-ui/client have them`,
    );
  }
}

function checkFunctions(name: string, value: unknown, functions: readonly string[]): void {
  if (value === undefined) return;
  if (!isRecord(value)) {
    throw new ConfigError(`${name} must be an object with ${functions.join(' and ')}`);
  }
  for (const key of functions) checkFunction(`${name}.${key}`, value[key]);
}

function checkFunction(name: string, value: unknown): void {
  if (value === undefined || typeof value === 'function') return;
  throw new ConfigError(`${name} must be a function, got ${described(value)}`);
}

function checkFlag(name: string, value: unknown): void {
  if (value === undefined || typeof value === 'boolean') return;
  throw new ConfigError(`${name} must be true or false, got ${described(value)}`);
}

function described(value: unknown): string {
  return value === null ? 'null' : `a value of type ${typeof value}`;
}
