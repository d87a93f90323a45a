import { FakeClock } from '@flightdeck/testing';
import type { Host } from '../../src/host.js';
import {
  createResumableFetch,
  resolveOptions,
  type ResumableFetchOptions,
} from '../../src/resumable-fetch.js';

/** A connection as the server's side of it: the test says what comes, and when it breaks. */
export interface Line {
  readonly url: string;
  readonly init: RequestInit;
  /** The body as text. */
  readonly body: string;
  readonly headers: Headers;
  readonly signal: AbortSignal;
  /** Answers with an event stream that stays open. */
  answer(...frames: readonly string[]): void;
  say(...frames: readonly string[]): void;
  end(): void;
  /** Breaks the connection, before its head or in the middle. */
  break(): void;
  refuse(status: number, body?: unknown, headers?: Record<string, string>): void;
  /** How many pieces the client has not taken yet. */
  readonly waiting: number;
}

export interface ScriptedNetwork {
  readonly clock: FakeClock;
  readonly lines: readonly Line[];
  /** The connection with this index, as soon as there is one. */
  line(index: number): Promise<Line>;
  fetch(options?: ResumableFetchOptions): typeof globalThis.fetch;
  /** As when the network comes back. */
  wake(): void;
  /** What `random` gives. @default 0.5 */
  chance: number;
}

/** A network and a clock that do nothing by themselves. */
export function createScriptedNetwork(): ScriptedNetwork {
  const clock = new FakeClock();
  const lines: Line[] = [];
  const arrivals: (() => void)[] = [];
  const wakers = new Set<() => void>();
  const host: Host = {
    fetch: (input, init = {}) =>
      new Promise<Response>((resolve, reject) => {
        lines.push(
          createLine(input instanceof Request ? input.url : input.toString(), init, {
            resolve,
            reject,
          }),
        );
        for (const arrived of arrivals.splice(0)) arrived();
      }),
    now: () => clock.now(),
    after: (ms, run) => clock.after(ms, run),
    random: () => network.chance,
    onWake(run) {
      wakers.add(run);
      return () => wakers.delete(run);
    },
  };
  const network: ScriptedNetwork = {
    clock,
    lines,
    chance: 0.5,
    async line(index) {
      for (;;) {
        const line = lines[index];
        if (line !== undefined) return line;
        await new Promise<void>((resolve) => arrivals.push(resolve));
      }
    },
    fetch: (options = {}) => createResumableFetch(resolveOptions(options), host),
    wake() {
      for (const run of wakers) run();
    },
  };
  return network;
}

interface Pending {
  readonly resolve: (response: Response) => void;
  readonly reject: (error: unknown) => void;
}

function createLine(url: string, init: RequestInit, { resolve, reject }: Pending): Line {
  const { signal } = init;
  if (!(signal instanceof AbortSignal)) throw new Error('The request cannot be given up');
  const encoder = new TextEncoder();
  let controller: ReadableStreamDefaultController<Uint8Array> | undefined;
  const fail = (error: unknown): void => {
    if (controller === undefined) reject(error);
    else controller.error(error);
  };
  signal.addEventListener('abort', () => fail(signal.reason));
  const line: Line = {
    url,
    init,
    body: typeof init.body === 'string' ? init.body : '',
    headers: new Headers(init.headers),
    signal,
    answer(...frames) {
      const body = new ReadableStream<Uint8Array>({
        start(own) {
          controller = own;
        },
      });
      resolve(new Response(body, { headers: { 'content-type': 'text/event-stream' } }));
      line.say(...frames);
    },
    say(...frames) {
      for (const frame of frames) controller?.enqueue(encoder.encode(frame));
    },
    end: () => controller?.close(),
    break: () => fail(new TypeError('network error')),
    refuse(status, body = {}, headers = {}) {
      resolve(Response.json(body, { status, headers }));
    },
    get waiting() {
      return 1 - (controller?.desiredSize ?? 1);
    },
  };
  return line;
}
