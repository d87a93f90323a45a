import { Wakeup } from '../internal/wakeup.js';
import type { FrameSource } from '../http/reply.js';
import type { Logger } from '../runtime/logger.js';
import { StreamFailure } from './stream-failure.js';
import { toUnnumberedFrame } from './thread-frames.js';

export interface FrameStreamOptions {
  /** Produces the texts; ends early once `wakeup` is closed. */
  readonly produce: (wakeup: Wakeup) => AsyncGenerator<string, void>;
  /** Called once, when the stream has ended or its reader has gone. */
  readonly onClosed: () => void;
  readonly logger: Logger;
}

/** A generator of texts as a {@link FrameSource}: it runs only while somebody pulls. */
export function createFrameStream(options: FrameStreamOptions, wakeup = new Wakeup()): FrameSource {
  const texts = options.produce(wakeup);
  let closed = false;
  const close = (): void => {
    if (closed) return;
    closed = true;
    wakeup.close();
    // Runs what the generator has left to clean up, which may hold a connection of the store.
    texts.return().catch((error: unknown) => {
      options.logger.warn('The source of a stream could not be let go', error);
    });
    options.onClosed();
  };
  return {
    close,
    async pull() {
      if (closed) return null;
      try {
        const { done, value } = await texts.next();
        if (!done && !closed) return value;
      } catch (error) {
        options.logger.error('A stream ended early because its source failed', error);
        if (!closed) {
          close();
          return toUnnumberedFrame(StreamFailure.eventOf(error));
        }
      }
      close();
      return null;
    },
  };
}
