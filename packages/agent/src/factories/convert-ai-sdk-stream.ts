import type { BaseEvent } from '@ag-ui/client';
import type { AgentEvent } from '../run/agent-event.js';
import { AISDKWriter } from './ai-sdk-writer.js';
import type { FactoryInterrupt } from './factory-config.js';
import { readUntilAborted } from './read-until-aborted.js';
import { createStreamDetails, type StreamDetails } from './stream-details.js';

/** What the conversion of a stream may rely on and tell beside its events. */
export interface AISDKConversion {
  readonly details: StreamDetails;
  readonly initialState: unknown;
  readonly takenCallIds: Iterable<string>;
  readonly describeToolError: (error: unknown) => string;
  readonly toFailure: (error: unknown) => unknown;
}

/**
 * Makes AG-UI events of the `fullStream` of AI SDK 5, 6 and 7 (agent.md 6), without lifecycle events:
 * RUN_STARTED and the terminal event are the caller's.
 *
 * Ends at the end of the stream, or when the signal aborts; what is open is closed first. Rejects with
 * what an `error` part of the stream carries.
 *
 * @param pendingInterrupts - filled with a question for each tool call that needs approval
 * @param initialState - the state before the run, for the patches of state tools
 */
export function convertAISDKStream(
  fullStream: AsyncIterable<unknown>,
  abortSignal: AbortSignal,
  pendingInterrupts?: FactoryInterrupt[],
  initialState?: unknown,
): AsyncGenerator<BaseEvent, void, undefined> {
  const details = { ...createStreamDetails(), interrupts: pendingInterrupts ?? [] };
  return convertAISDKParts(fullStream, abortSignal, {
    details,
    initialState,
    takenCallIds: [],
    describeToolError: (error) => (error instanceof Error ? error.message : 'The tool failed'),
    toFailure: (error) => error,
  });
}

/** {@link convertAISDKStream} for an agent that knows more. */
export async function* convertAISDKParts(
  fullStream: AsyncIterable<unknown>,
  signal: AbortSignal,
  conversion: AISDKConversion,
): AsyncGenerator<BaseEvent, void, undefined> {
  const events: AgentEvent[] = [];
  const writer = new AISDKWriter({
    ...conversion,
    emit: (event) => void events.push(event),
    newId: () => crypto.randomUUID(),
  });
  // The enumeration of event types is that of the application's copy of AG-UI; the names are the same.
  const take = (): BaseEvent[] => events.splice(0) as unknown as BaseEvent[];
  try {
    for await (const part of readUntilAborted(fullStream, signal)) {
      const goesOn = writer.write(part);
      yield* take();
      if (!goesOn) break;
    }
    if (!signal.aborted) writer.finish();
  } catch (error) {
    if (!signal.aborted) {
      writer.abandon();
      yield* take();
      throw error;
    }
  }
  writer.abandon();
  yield* take();
}
