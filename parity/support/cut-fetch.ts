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
