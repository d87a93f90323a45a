import type { RunMiddleware } from '@flightdeck/middlewares';
import type { BaseEvent, RunAgentInput } from '@flightdeck/store';
import type { EventProducer } from '../runs/event-producer.js';
import { runThrough } from './run-through.js';

export interface ProducerThrough {
  readonly middleware: RunMiddleware;
  readonly agentId: string;
  /** What is known of the run's input. */
  readonly input: RunAgentInput;
  /** What is stored of the run. */
  readonly past: readonly BaseEvent[];
}

/** The rest of a run behind a middleware, which hears first of what is stored of it. */
export function producerThrough(
  producer: EventProducer,
  { middleware, agentId, input, past }: ProducerThrough,
): EventProducer {
  const abort = new AbortController();
  const { signal } = abort;
  return {
    async run(onEvent) {
      await runThrough({
        middleware,
        input,
        past,
        context: { agentId, headers: {}, signal },
        drive: (_, take) => producer.run(take),
        emit: onEvent,
        onBroken: () => void abortAsync(producer),
      });
    },
    abort() {
      abort.abort();
      return producer.abort();
    },
  };
}

async function abortAsync(producer: EventProducer): Promise<void> {
  try {
    await producer.abort();
  } catch {
    // The failure that led here is the one that is told.
  }
}
