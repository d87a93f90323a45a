import type { Connection } from './connection.js';
import type { Host } from './host.js';
import { isEventStream } from './refusal.js';
import { relay, type Ending } from './relay.js';
import type { ResumableCall } from './resumable-call.js';
import type { ResolvedResumableFetchOptions } from './resumable-fetch.js';
import { ResumeError } from './resume-error.js';
import { StreamConnector } from './stream-connector.js';
import { StreamPosition } from './stream-position.js';

/** Makes a call whose answer goes on over as many connections as it takes. */
export async function openResumableStream(
  call: ResumableCall,
  options: ResolvedResumableFetchOptions,
  host: Host,
): Promise<Response> {
  const over = new AbortController();
  const { signal } = call.init;
  const leave = (): void => over.abort(signal?.reason);
  const release = (): void => signal?.removeEventListener('abort', leave);
  if (signal?.aborted === true) leave();
  signal?.addEventListener('abort', leave, { once: true });
  const position = new StreamPosition(call.kind);
  const connector = new StreamConnector({ call, options, host, position, signal: over.signal });
  try {
    const first = await connector.first();
    // Whatever is no stream of events is the caller's as it came, and ends with the caller.
    if (!isEventStream(first.response)) return first.response;
    const bytes = allBytes({ connector, position, options, first });
    return answer(first.response, bodyOf(bytes, { over, release }));
  } catch (error) {
    release();
    throw error;
  }
}

interface StreamParts {
  readonly connector: StreamConnector;
  readonly position: StreamPosition;
  readonly options: ResolvedResumableFetchOptions;
  readonly first: Connection;
}

async function* allBytes(parts: StreamParts): AsyncGenerator<Uint8Array, void> {
  const { connector, position, options } = parts;
  const { stallTimeoutMs } = options;
  const onProgress = (): void => connector.recovered();
  try {
    let connection: Connection | null = parts.first;
    while (connection !== null) {
      const ending = yield* relay(connection, { position, stallTimeoutMs, onProgress });
      // What is cut off for good is the consumer's to judge.
      if (ending.rest.length > 0 && !connector.canGoOn) yield ending.rest;
      connection = await connectionAfter(parts, ending);
    }
  } catch (error) {
    const isRefused = error instanceof ResumeError && error.status !== null;
    if (!isRefused || !position.isOpen) throw error;
    yield failedRun(error);
  }
}

/** Where the stream goes on, `null` if it is at its end. */
async function connectionAfter(
  { connector, position }: StreamParts,
  { isClean, rest, error }: Ending,
): Promise<Connection | null> {
  if (isClean && position.isSkipping) throw new ResumeError('The thread does not have the run');
  const isWhole = isClean && rest.length === 0;
  if (!position.isComplete(isWhole) && connector.canGoOn) return connector.next(error);
  if (!isClean && !position.isComplete(false)) throw error;
  return null;
}

/** Ends the run for its client: a connect has to rebuild what follows. */
function failedRun({ message }: ResumeError): Uint8Array {
  const event = { type: 'RUN_ERROR', message, code: 'RESUME_FAILED' };
  return new TextEncoder().encode(`data: ${JSON.stringify(event)}\n\n`);
}

interface Owner {
  readonly over: AbortController;
  /** Lets go of the caller's signal. */
  readonly release: () => void;
}

function bodyOf(
  bytes: AsyncGenerator<Uint8Array, void>,
  { over, release }: Owner,
): ReadableStream<Uint8Array> {
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          const { done, value } = await bytes.next();
          if (!done) return controller.enqueue(value);
          controller.close();
        } catch (error) {
          controller.error(error);
        }
        release();
      },
      async cancel(reason) {
        release();
        over.abort(reason);
        await bytes.return().catch(() => undefined);
      },
    },
    // Nothing is read that the consumer has not asked for.
    { highWaterMark: 0 },
  );
}

function answer({ status, statusText, headers }: Response, body: ReadableStream): Response {
  return new Response(body, { status, statusText, headers });
}
