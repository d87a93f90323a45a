import type { RunAgentInput } from '@flightdeck/store';
import { ConfigError } from '../errors/config-error.js';
import { mergeAgentHeaders } from '../http/forward-headers.js';
import { isRuntimeAgent, type RuntimeAgent } from '../runtime/agent.js';
import { AGENT_USER, type Identity } from '../runtime/identity.js';
import { guardAgentFetch } from './guard-agent-fetch.js';
import { giveMessages } from './share-texts.js';

export interface AgentRequest {
  readonly agentId: string;
  readonly input: RunAgentInput;
  /** Headers of the request that may reach the agent; the agent's own ones win. */
  readonly headers: Readonly<Record<string, string>>;
  /** On whose behalf it runs; `null` if nobody knows. */
  readonly identity: Identity | null;
  /** See `driveAgent`. */
  readonly fastPath: boolean;
}

/** A clone of a registered agent, set up for one run. Throws whatever the agent's own methods throw. */
export function prepareAgent(registered: RuntimeAgent, request: AgentRequest): RuntimeAgent {
  const { agentId, input, headers, identity, fastPath } = request;
  const agent = registered.clone();
  if (!isRuntimeAgent(agent)) {
    // A promise is no agent; that it may reject is nobody's concern any more.
    Promise.resolve(agent).catch(() => undefined);
    throw new ConfigError(`clone() of agent '${agentId}' did not return an agent`);
  }
  agent.agentId = agentId;
  agent.threadId = input.threadId;
  giveMessages(agent, input.messages, fastPath);
  agent.setState?.((input.state ?? {}) as never);
  agent.headers = mergeAgentHeaders(agent.headers ?? {}, headers);
  // Also without an identity: a clone may have taken over that of an earlier run.
  Reflect.defineProperty(agent, AGENT_USER, {
    value: identity ?? undefined,
    configurable: true,
    writable: true,
  });
  guardAgentFetch(agent);
  return agent;
}
