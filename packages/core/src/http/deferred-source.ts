import { createDeferred } from '../internal/deferred.js';
import type { FrameSource } from './reply.js';

/** A stream whose source is still being prepared; its head can be sent meanwhile. `source` must not reject. */
export function deferredSource(source: Promise<FrameSource>): FrameSource {
  const first = createDeferred<FrameSource | null>();
  let ready: FrameSource | null = null;
  let closed = false;
  void source.then((arrived) => {
    ready = arrived;
    if (closed) arrived.close();
    first.resolve(arrived);
  });
  return {
    async pull() {
      if (closed) return null;
      const current = ready ?? (await first.promise);
      return current === null ? null : current.pull();
    },
    close() {
      closed = true;
      ready?.close();
      first.resolve(null);
    },
  };
}

/** A stream of one text. */
export function singleFrame(text: string): FrameSource {
  let pending: string | null = text;
  return {
    async pull() {
      const next = pending;
      pending = null;
      return next;
    },
    close() {
      pending = null;
    },
  };
}
