import type { AnyEvent } from './clients.js';
import { parseFrames } from './raw-calls.js';

type Fetch = (url: string, init: RequestInit) => Promise<Response>;

/**
 * A `fetch` whose first response ends, as if a proxy had closed it, right after the event that
 * `last` recognises. The server sees a reader that leaves.
 */
export function cutFetch(last: (event: AnyEvent) => boolean): Fetch {
  let cut = false;
  return async (url, init) => {
    const leaving = new AbortController();
    const response = await fetch(url, cut ? init : { ...init, signal: leaving.signal });
    if (cut || response.body === null) return response;
    cut = true;
    const body = response.body.pipeThrough(framesUntil(last, () => leaving.abort()));
    return new Response(body, { status: response.status, headers: response.headers });
  };
}

/** Passes whole frames up to the last wanted one. */
function framesUntil(
  last: (event: AnyEvent) => boolean,
  onCut: () => void,
): TransformStream<Uint8Array, Uint8Array> {
  const decoder = new TextDecoder();
  const encoder = new TextEncoder();
  let pending = '';
  let over = false;
  return new TransformStream({
    transform(bytes, controller) {
      pending += decoder.decode(bytes, { stream: true });
      for (let end = pending.indexOf('\n\n'); end >= 0 && !over; end = pending.indexOf('\n\n')) {
        const frame = pending.slice(0, end + 2);
        pending = pending.slice(end + 2);
        controller.enqueue(encoder.encode(frame));
        over = parseFrames(frame).some(({ event }) => event !== undefined && last(event));
      }
      if (!over) return;
      controller.terminate();
      onCut();
    },
  });
}

/**
 * A `fetch` that goes on reading where a cut stream has ended: the drop-in transport of a browser
 * that wants to miss nothing. `reconnect` names the URL and the body to connect with.
 */
export function resumingFetch(inner: Fetch, reconnect: { url: string; body: unknown }): Fetch {
  return async (url, init) => {
    const first = await inner(url, init);
    const encoder = new TextEncoder();
    const body = new ReadableStream<Uint8Array>({
      async start(controller) {
        let text = await first.text();
        controller.enqueue(encoder.encode(text));
        while (!hasEnded(text)) {
          const cursor = parseFrames(text).findLast((frame) => frame.id !== undefined)?.id ?? '';
          const next = await inner(reconnect.url, {
            method: 'POST',
            headers: {
              'content-type': 'application/json',
              'last-event-id': cursor,
              'accept-resume': '1',
            },
            body: JSON.stringify(reconnect.body),
          });
          if (next.headers.get('x-replay') !== 'resume') throw new Error('Not resumed');
          text = await next.text();
          controller.enqueue(encoder.encode(text));
        }
        controller.close();
      },
    });
    return new Response(body, { headers: first.headers });
  };
}

function hasEnded(text: string): boolean {
  return parseFrames(text).some(
    ({ event }) => event?.type === 'RUN_FINISHED' || event?.type === 'RUN_ERROR',
  );
}
