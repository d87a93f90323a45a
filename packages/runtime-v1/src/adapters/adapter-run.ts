import type { RunAgentInput } from '@ag-ui/client';
import type { Logger } from '@flightdeck/core';
import type { AdapterEvent } from './adapter-event.js';
import { AdapterMisuse } from './adapter-misuse.js';
import { runErrorEvent, toRunError } from './adapter-run-error.js';
import { toCompletionRequest } from './adapter-request.js';
import { AdapterStream } from './adapter-stream.js';
import type { RuntimeEventSource } from './runtime-event-source.js';
import type { CopilotServiceAdapter } from './service-adapter.js';
import { untilAborted } from './until-aborted.js';

export interface AdapterRunOptions {
  readonly adapter: CopilotServiceAdapter;
  readonly agentId: string | undefined;
  readonly input: RunAgentInput;
  /** Does nothing once nobody listens. */
  readonly emit: (event: AdapterEvent) => void;
  readonly signal: AbortSignal;
  readonly logger: Logger;
  /** Whether clients are told what has gone wrong. */
  readonly isDevelopment: boolean;
  /** Milliseconds. */
  readonly completionTimeoutMs: number;
}

/**
 * Asks an adapter once and tells its answer, from RUN_STARTED to RUN_FINISHED or RUN_ERROR. Never
 * rejects. A run that is stopped ends at once, whatever the adapter still does.
 */
export async function runAdapter(options: AdapterRunOptions): Promise<void> {
  const { adapter, input, emit, signal, logger, isDevelopment } = options;
  const { threadId, runId } = input;
  const name = adapter.name ?? 'The service adapter';
  const stream = new AdapterStream({
    emit,
    takenIds: [...input.messages.map(({ id }) => id), ...callIdsOf(input)],
    knownCallIds: callIdsOf(input),
    warn: (message) => logger.warn(`${name}: ${message}`, { threadId, runId }),
  });
  emit({ type: 'RUN_STARTED', threadId, runId });
  try {
    await untilAborted(answer(options, stream), signal);
    stream.close();
    emit({ type: 'RUN_FINISHED', threadId, runId });
  } catch (error) {
    stream.close();
    if (signal.aborted) return emit({ type: 'RUN_FINISHED', threadId, runId });
    const failure = toRunError(error, { adapterName: name, isDevelopment });
    logger.error(`${name} has failed (${failure.code})`, {
      threadId,
      runId,
      error: failure.details,
    });
    emit(runErrorEvent(failure));
  }
}

/** Resolves when the turn is complete. */
async function answer(options: AdapterRunOptions, stream: AdapterStream): Promise<void> {
  const callback = await askedFor(options);
  const { signal, logger, completionTimeoutMs } = options;
  signal.throwIfAborted();
  // As ever in v1: the stream begins when process() has ended.
  const talking = Promise.resolve(callback(stream)).then(() =>
    untilSilent(stream, completionTimeoutMs, signal),
  );
  talking.catch((error: unknown) => {
    if (signal.aborted || !stream.isOver) return;
    logger.warn('A service adapter failed when its turn was over', { error: String(error) });
  });
  await Promise.race([stream.over, talking]);
}

type Callback = Parameters<RuntimeEventSource['stream']>[0];

/** What the adapter wants to stream with. */
async function askedFor({ adapter, agentId, input, signal }: AdapterRunOptions): Promise<Callback> {
  const callbacks: Callback[] = [];
  const eventSource: RuntimeEventSource = {
    async stream(callback) {
      if (callbacks.push(callback) > 1) {
        throw new AdapterMisuse('eventSource.stream() was called a second time');
      }
    },
  };
  await adapter.process(toCompletionRequest({ input, agentId, eventSource, signal }));
  const [callback] = callbacks;
  if (callback !== undefined) return callback;
  throw new AdapterMisuse('process() has ended without a call of eventSource.stream()');
}

/**
 * Adapters may go on sending when their callback has ended, by listeners for example. One that falls
 * silent without `complete()` has failed.
 */
async function untilSilent(
  stream: AdapterStream,
  timeoutMs: number,
  signal: AbortSignal,
): Promise<void> {
  for (;;) {
    const before = stream.sent;
    if (stream.isOver || signal.aborted) return;
    // oxlint-disable-next-line no-await-in-loop -- each wait begins with the last thing that was sent
    await Promise.race([stream.over, pause(timeoutMs, signal)]);
    if (!stream.isOver && !signal.aborted && stream.sent === before) {
      throw new AdapterMisuse(
        `The stream was not completed: ${timeoutMs} ms after the adapter had last sent something, complete() was not called`,
      );
    }
  }
}

/** Resolves after so many milliseconds, or with an abort. */
function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    signal.addEventListener('abort', end, { once: true });
  });
}

function callIdsOf({ messages }: RunAgentInput): string[] {
  const calls = messages.flatMap((message) =>
    message.role === 'assistant' ? (message.toolCalls ?? []) : [],
  );
  return calls.map(({ id }) => id);
}
