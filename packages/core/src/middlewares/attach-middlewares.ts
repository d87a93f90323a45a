import type { RunMiddleware } from '@flightdeck/middlewares';
import type { BaseEvent, RunAgentInput } from '@flightdeck/store';
import { ConfigError } from '../errors/config-error.js';
import { isRuntimeAgent, type RuntimeAgent } from '../runtime/agent.js';
import { driveAgent } from '../runs/drive-agent.js';
import { runThrough } from './run-through.js';

export interface Attachment {
  readonly middleware: RunMiddleware;
  readonly agentId: string;
  /** The headers of the request that may reach agents. */
  readonly headers: Readonly<Record<string, string>>;
  /** See `driveAgent`. */
  readonly fastPath: boolean;
}

/** The part of AG-UI's subscribers that carries events; the rest is passed on to the agent. */
interface Subscriber {
  onEvent?(params: { readonly event: unknown }): unknown;
}

/**
 * The same agent behind a middleware: in every other respect it is that very object, so that runners
 * which look at more of it than this runtime does keep working.
 */
export function attachMiddlewares(agent: RuntimeAgent, attachment: Attachment): RuntimeAgent {
  let abort = new AbortController();
  const own: Readonly<Record<PropertyKey, unknown>> = {
    runAgent(input: RunAgentInput, subscriber?: Subscriber) {
      abort = new AbortController();
      return runAgentThrough(agent, attachment, { input, subscriber, signal: abort.signal });
    },
    abortRun() {
      abort.abort();
      return agent.abortRun?.();
    },
    clone() {
      const clone = agent.clone();
      if (isRuntimeAgent(clone)) return attachMiddlewares(clone, attachment);
      throw new ConfigError('clone() did not return an agent');
    },
  };
  return new Proxy(agent, {
    get(target, key) {
      if (Object.hasOwn(own, key)) return own[key];
      const value: unknown = Reflect.get(target, key, target);
      // Methods find their private fields on the agent alone.
      return typeof value === 'function' && key !== 'constructor' ? value.bind(target) : value;
    },
    set: (target, key, value) => Reflect.set(target, key, value, target),
    getOwnPropertyDescriptor(target, key) {
      // `skipReducer` leaves agents alone that have a method `runAgent` of their own.
      return Object.hasOwn(own, key)
        ? { value: own[key], configurable: true, enumerable: false, writable: true }
        : Reflect.getOwnPropertyDescriptor(target, key);
    },
  });
}

interface AgentCall {
  readonly input: RunAgentInput;
  readonly subscriber: Subscriber | undefined;
  readonly signal: AbortSignal;
}

function runAgentThrough(
  agent: RuntimeAgent,
  { middleware, agentId, headers, fastPath }: Attachment,
  { input, subscriber, signal }: AgentCall,
): Promise<unknown> {
  const context = { agentId, headers, signal };
  return runThrough({
    middleware,
    input,
    context,
    drive(agentInput, onEvent) {
      // Agents of AG-UI take both from themselves, and leave them out of the input.
      if (agentInput.messages !== input.messages) {
        agent.setMessages?.([...agentInput.messages] as never);
      }
      if (agentInput.state !== input.state) agent.setState?.(agentInput.state as never);
      return driveAgent(agent, agentInput, { onEvent, fastPath, subscriber });
    },
    emit: (event) => void subscriber?.onEvent?.({ event: event as BaseEvent }),
    onBroken: () => void quietly(() => agent.abortRun?.()),
  });
}

async function quietly(work: () => unknown): Promise<void> {
  try {
    await work();
  } catch {
    // The failure that led here is the one that is told.
  }
}
