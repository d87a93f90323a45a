import type { RunAgentInput } from '@flightdeck/store';
import type { ReattachableAgent, ReattachContext, RuntimeAgent } from '../runtime/agent.js';
import type { Logger } from '../runtime/logger.js';
import { driveAgent } from './drive-agent.js';

/** Where the events of a run come from. */
export interface EventProducer {
  /** Resolves when there are no more events, rejects with what the agent threw. Called once. */
  run(onEvent: (event: unknown) => void): Promise<void>;
  /** Asks for an early end. May be asynchronous, and may throw. */
  abort(): unknown;
}

/** Asks for an early end whose failure is nobody's concern but the log's. */
export function abortQuietly(producer: EventProducer, logger: Logger): void {
  const warn = (error: unknown): void => logger.warn('An agent threw from abortRun()', error);
  try {
    // Nobody waits for it, but an agent may have made it asynchronous.
    Promise.resolve(producer.abort()).catch(warn);
  } catch (error) {
    warn(error);
  }
}

/** The input for an agent, or how to get it once the run has begun. */
export type AgentInput = RunAgentInput | (() => Promise<RunAgentInput>);

/** A run from its beginning, by a clone made for it alone. */
export function runProducer(
  agent: RuntimeAgent,
  agentInput: AgentInput,
  fastPath: boolean,
): EventProducer {
  let aborted = false;
  return {
    async run(onEvent) {
      const input = typeof agentInput === 'function' ? await agentInput() : agentInput;
      if (!aborted) await driveAgent(agent, input, { onEvent, fastPath });
    },
    abort() {
      aborted = true;
      return agent.abortRun?.();
    },
  };
}

/** A run that somewhere goes on although the process is gone that listened to it. */
export function reattachProducer(
  agent: ReattachableAgent,
  context: Omit<ReattachContext, 'signal'>,
): EventProducer {
  const abort = new AbortController();
  return {
    async run(onEvent) {
      const events = await agent.reattach({ ...context, signal: abort.signal });
      if (Symbol.asyncIterator in events) {
        for await (const event of events) onEvent(event);
        return;
      }
      await new Promise<void>((resolve, reject) => {
        const observer = { next: onEvent, error: reject, complete: resolve };
        const subscription = events.subscribe(observer);
        const leave = (): void => {
          subscription.unsubscribe();
          resolve();
        };
        if (abort.signal.aborted) leave();
        else abort.signal.addEventListener('abort', leave, { once: true });
      });
    },
    abort() {
      abort.abort();
      return agent.abortRun?.();
    },
  };
}
