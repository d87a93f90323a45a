import type { Clock } from '../internal/clock.js';
import type { FrameSource, Reply, ReplyHeaders } from './reply.js';

/** Written first, so that proxies pass the head on and the client's watchdog is satisfied. */
const GREETING = ': ok\n\n';
const KEEP_ALIVE = ': keep-alive\n\n';

const SSE_HEADERS = {
  'content-type': 'text/event-stream',
  // `no-transform` keeps compressing middlewares, the other one nginx, from holding frames back.
  'cache-control': 'no-cache, no-transform',
  'x-accel-buffering': 'no',
  connection: 'keep-alive',
};

export interface SseOptions {
  /** Milliseconds of silence after which a comment is sent; 0 sends none. */
  readonly keepAliveMs: number;
  readonly clock: Clock;
}

/** A 200 event stream of the source's frames, with a greeting and keep-alive comments. */
export function sseReply(
  source: FrameSource,
  options: SseOptions,
  headers: ReplyHeaders = {},
): Reply {
  return {
    status: 200,
    headers: Object.entries({ ...SSE_HEADERS, ...headers }),
    body: withKeepAlive(source, options),
  };
}

/**
 * Adds comments while the reader waits and nothing comes. The timer runs only then, so a reader
 * that has not taken the last piece gets no comment on top of it.
 */
export function withKeepAlive(
  source: FrameSource,
  { keepAliveMs, clock }: SseOptions,
): FrameSource {
  let greeted = false;
  let next: Promise<string | null> | null = null;
  return {
    close: () => source.close(),
    async pull() {
      if (!greeted) {
        greeted = true;
        return GREETING;
      }
      next ??= source.pull();
      const text = keepAliveMs > 0 ? await orSilence(next, keepAliveMs, clock) : await next;
      if (text === undefined) return KEEP_ALIVE;
      next = null;
      return text;
    },
  };
}

/** The text, or `undefined` if none came within the time. */
async function orSilence(
  text: Promise<string | null>,
  silenceMs: number,
  clock: Clock,
): Promise<string | null | undefined> {
  return new Promise((resolve, reject) => {
    const cancel = clock.after(silenceMs, () => resolve(undefined));
    text.finally(cancel).then(resolve, reject);
  });
}
