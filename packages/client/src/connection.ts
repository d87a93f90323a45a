import type { Host } from './host.js';

/** One response that is being read; it ends together with its caller, or alone. */
export interface Connection {
  readonly response: Response;
  /** The next bytes, `null` at the end. Fails if none come within `stallTimeoutMs`, unless that is 0. */
  read(stallTimeoutMs: number): Promise<Uint8Array | null>;
  /** Hangs up, if there is anything left to hang up. Never fails. */
  close(): void;
}

export interface ConnectionRequest {
  readonly url: string;
  readonly init: RequestInit;
  readonly caller: AbortSignal;
  /** How many milliseconds the head of the answer may take, 0 for any number. */
  readonly headTimeoutMs: number;
}

/** Sends a request and resolves with the head of its answer. */
export async function openConnection(
  host: Host,
  { url, init, caller, headTimeoutMs }: ConnectionRequest,
): Promise<Connection> {
  caller.throwIfAborted();
  const own = new AbortController();
  const leave = (): void => own.abort(caller.reason);
  caller.addEventListener('abort', leave, { once: true });
  const close = (reason?: unknown): void => {
    caller.removeEventListener('abort', leave);
    own.abort(reason);
  };
  const within = async <T>(limitMs: number, promise: Promise<T>, what: string): Promise<T> => {
    try {
      return await settled(host, { promise, caller, limitMs, what });
    } catch (error) {
      close(error);
      throw error;
    }
  };
  const asked = host.fetch(url, { ...init, signal: own.signal });
  const response = await within(headTimeoutMs, asked, 'The server does not answer');
  let reader: ReadableStreamDefaultReader<Uint8Array> | undefined;
  return {
    response,
    close: () => close(),
    async read(stallTimeoutMs) {
      reader ??= response.body?.getReader();
      if (reader === undefined) return null;
      const { done, value } = await within(stallTimeoutMs, reader.read(), 'The stream has stalled');
      return done ? null : value;
    },
  };
}

interface Bounds<T> {
  readonly promise: Promise<T>;
  readonly caller: AbortSignal;
  readonly limitMs: number;
  readonly what: string;
}

/** The promise's outcome, unless the caller leaves or the time is up before, whatever `fetch` makes of that. */
function settled<T>(host: Host, { promise, caller, limitMs, what }: Bounds<T>): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const onAbort = (): void => reject(caller.reason);
    const cancel = limitMs > 0 ? host.after(limitMs, () => reject(new Error(what))) : undefined;
    caller.addEventListener('abort', onAbort, { once: true });
    void promise.then(resolve, reject).finally(() => {
      cancel?.();
      caller.removeEventListener('abort', onAbort);
    });
  });
}
