import { agentNotFound } from '../errors/wire-errors.js';
import { RuntimeError } from '../errors/runtime-error.js';
import { isResponseLike } from '../http/error-reply.js';
import type { OperationContext } from '../http/operation.js';
import { errorMessage } from '../internal/error-message.js';
import type { AgentRecord, RuntimeAgent } from '../runtime/agent.js';
import { findAgent, resolveAgents } from '../runtime/resolve-agents.js';
import type { RequestedRun } from '../runtime/runtime-options.js';

/** The agents that this request may use. Rejects with whatever the promise or the factory throws. */
export async function loadAgents(
  { agents, params, request, nativeRequest, identity }: OperationContext,
  run: RequestedRun | null = null,
): Promise<AgentRecord> {
  return resolveAgents(agents, () => ({
    // Built only for a factory that looks at it.
    get request() {
      return request();
    },
    nativeRequest,
    identity,
    ...(params.agentId === undefined ? {} : { agentId: params.agentId }),
    run,
  }));
}

/**
 * The registered agent that the request names.
 *
 * @throws RuntimeError `agent_not_found`, or `internal` when the agents cannot be had
 */
export async function loadAgent(
  context: OperationContext,
  doing: string,
  run: RequestedRun | null = null,
): Promise<RuntimeAgent> {
  const agentId = context.params.agentId ?? '';
  const agents = await orFailure(context, doing, () => loadAgents(context, run));
  const agent = findAgent(agents, agentId);
  if (agent !== null) return agent;
  const { isDevelopment } = context.runtime.settings;
  throw agentNotFound(agentId, isDevelopment ? Object.keys(agents) : undefined);
}

/** Does something that user code takes part in; its failure is a 500 that says what was being done. */
export async function orFailure<T>(
  { runtime }: OperationContext,
  doing: string,
  work: () => T | Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (RuntimeError.is(error) || isResponseLike(error)) throw error;
    const { isDevelopment, newId } = runtime.settings;
    const message = isDevelopment ? errorMessage(error) : `Internal error (reference ${newId()})`;
    throw new RuntimeError('internal', message, {
      cause: error,
      body: { error: `Failed to ${doing}`, message },
    });
  }
}
