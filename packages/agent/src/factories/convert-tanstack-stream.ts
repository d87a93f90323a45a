import type { BaseEvent } from '@ag-ui/client';
import type { AgentEvent } from '../run/agent-event.js';
import type { FactoryInterrupt } from './factory-config.js';
import { readUntilAborted } from './read-until-aborted.js';
import { createStreamDetails, type StreamDetails } from './stream-details.js';
import { TanStackWriter } from './tanstack-writer.js';

/** What the conversion of a stream may rely on and tell beside its events. */
export interface TanStackConversion {
  readonly details: StreamDetails;
  readonly takenCallIds: Iterable<string>;
}

/**
 * Makes AG-UI events of what `chat()` of TanStack AI streams (agent.md 6), without lifecycle events:
 * RUN_STARTED and the terminal event are the caller's.
 *
 * Ends at the end of the stream, or when the signal aborts; what is open is closed first. Rejects with
 * what a RUN_ERROR of the stream tells.
 *
 * @param pendingInterrupts - filled with a question for each tool call that needs approval
 */
export function convertTanStackStream(
  stream: AsyncIterable<unknown>,
  abortSignal: AbortSignal,
  pendingInterrupts?: FactoryInterrupt[],
): AsyncGenerator<BaseEvent, void, undefined> {
  const details = { ...createStreamDetails(), interrupts: pendingInterrupts ?? [] };
  return convertTanStackChunks(stream, abortSignal, { details, takenCallIds: [] });
}

/** {@link convertTanStackStream} for an agent that wants to know more. */
export async function* convertTanStackChunks(
  stream: AsyncIterable<unknown>,
  signal: AbortSignal,
  conversion: TanStackConversion,
): AsyncGenerator<BaseEvent, void, undefined> {
  const events: AgentEvent[] = [];
  const writer = new TanStackWriter({
    ...conversion,
    emit: (event) => void events.push(event),
    newId: () => crypto.randomUUID(),
  });
  // The enumeration of event types is that of the application's copy of AG-UI; the names are the same.
  const take = (): BaseEvent[] => events.splice(0) as unknown as BaseEvent[];
  try {
    for await (const chunk of readUntilAborted(stream, signal)) {
      writer.write(chunk);
      yield* take();
    }
  } catch (error) {
    writer.close();
    yield* take();
    throw error;
  }
  writer.close();
  yield* take();
}
