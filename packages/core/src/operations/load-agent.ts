import { agentNotFound } from '../errors/wire-errors.js';
import { RuntimeError } from '../errors/runtime-error.js';
import { isResponseLike } from '../http/error-reply.js';
import type { OperationContext } from '../http/operation.js';
import { isThenable } from '../internal/is-thenable.js';
import { errorMessage } from '../internal/error-message.js';
import type { AgentRecord, RuntimeAgent } from '../runtime/agent.js';
import { findAgent, resolveAgents } from '../runtime/resolve-agents.js';
import type { RequestedRun } from '../runtime/runtime-options.js';

/** The agents that this request may use. @throws whatever the promise or the factory throws */
export function loadAgents(
  context: OperationContext,
  run: RequestedRun | null = null,
): AgentRecord | Promise<AgentRecord> {
  const { agents, params, nativeRequest, identity } = context;
  return resolveAgents(agents, () => ({
    // Built only for a factory that looks at it.
    get request() {
      return context.request();
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

/**
 * Does something that user code takes part in, at once unless that takes time; its failure is a 500
 * that says what was being done.
 */
export function orFailure<T>(
  context: OperationContext,
  doing: string,
  work: () => T | Promise<T>,
): T | Promise<T> {
  try {
    const done = work();
    if (!isThenable(done)) return done;
    return Promise.resolve(done).catch((error: unknown) => refuse(context, doing, error));
  } catch (error) {
    return refuse(context, doing, error);
  }
}

function refuse({ runtime }: OperationContext, doing: string, error: unknown): never {
  if (RuntimeError.is(error) || isResponseLike(error)) throw error;
  const { isDevelopment, newId } = runtime.settings;
  const message = isDevelopment ? errorMessage(error) : `Internal error (reference ${newId()})`;
  throw new RuntimeError('internal', message, {
    cause: error,
    body: { error: `Failed to ${doing}`, message },
  });
}
