import type { BaseEvent, RunAgentInput } from '@flightdeck/store';
import { ConfigError } from '../errors/config-error.js';
import { driveAgent } from '../runs/drive-agent.js';
import { isRuntimeAgent, type RuntimeAgent } from '../runtime/agent.js';

/** One run of a wrapped agent. */
export interface WrappedRun {
  readonly input: RunAgentInput;
  /** Aborts when the run is to end; the agent has been told. */
  readonly signal: AbortSignal;
  /** Runs the agent to its end. Rejects with what it throws. */
  readonly drive: (input: RunAgentInput, onEvent: (event: unknown) => void) => Promise<unknown>;
  /** Tells whoever runs the agent of an event. */
  readonly emit: (event: unknown) => void;
  /** Asks the agent for an early end, without hearing whether that fails. */
  readonly abort: () => void;
}

export interface AgentWrapper {
  /** Takes the place of `runAgent`. What it resolves and rejects with is what that would. */
  run(run: WrappedRun): Promise<unknown>;
  /** Hears of each `abortRun()`, also before and after a run, with the clone that is told. Must not throw. */
  onAbort?(agent: RuntimeAgent): void;
  /** Whether the AG-UI client's reducer may be left out where nothing depends on it. @default true */
  readonly fastPath?: boolean;
}

/** The part of AG-UI's subscribers that carries events; the rest is passed on to the agent. */
interface Subscriber {
  onEvent?(params: { readonly event: unknown }): unknown;
}

/**
 * The same agent with something around its runs: in every other respect it is that very object, so
 * that runners which look at more of it than this runtime does keep working. Its clones are wrapped,
 * too.
 */
export function wrapAgent(agent: RuntimeAgent, wrapper: AgentWrapper): RuntimeAgent {
  let abort = new AbortController();
  const own: Readonly<Record<PropertyKey, unknown>> = {
    runAgent(input: RunAgentInput, subscriber?: Subscriber) {
      abort = new AbortController();
      return wrapper.run(wrappedRun(agent, wrapper, { input, subscriber, signal: abort.signal }));
    },
    abortRun() {
      abort.abort();
      wrapper.onAbort?.(agent);
      return agent.abortRun?.();
    },
    clone() {
      const clone = agent.clone();
      if (isRuntimeAgent(clone)) return wrapAgent(clone, wrapper);
      // A promise is no agent; that it may reject is nobody's concern any more.
      Promise.resolve(clone).catch(() => undefined);
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

function wrappedRun(
  agent: RuntimeAgent,
  { fastPath = true }: AgentWrapper,
  { input, subscriber, signal }: AgentCall,
): WrappedRun {
  return {
    input,
    signal,
    drive(agentInput, onEvent) {
      // Agents of AG-UI take both from themselves, and leave them out of the input.
      if (agentInput.messages !== input.messages) {
        agent.setMessages?.([...agentInput.messages] as never);
      }
      if (agentInput.state !== input.state) agent.setState?.(agentInput.state as never);
      return driveAgent(agent, agentInput, { onEvent, fastPath, subscriber });
    },
    // It comes from the agent, or is what the wrapper makes of that: for the run's rules to judge.
    emit: (event) => void subscriber?.onEvent?.({ event: event as BaseEvent }),
    abort: () => void quietly(() => agent.abortRun?.()),
  };
}

async function quietly(work: () => unknown): Promise<void> {
  try {
    await work();
  } catch {
    // The failure that led here is the one that is told.
  }
}
