import { createDeferred } from '../internal/deferred.js';
import type { FrameSource } from './reply.js';

/** A stream whose source is still being prepared; its head can be sent meanwhile. `source` must not reject. */
export function deferredSource(source: Promise<FrameSource>): FrameSource {
  const closed = createDeferred<null>();
  return {
    async pull() {
      const ready = await Promise.race([closed.promise, source]);
      return ready === null ? null : ready.pull();
    },
    close() {
      closed.resolve(null);
      void source.then((ready) => ready.close());
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
