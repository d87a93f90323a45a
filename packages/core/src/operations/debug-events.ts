import type { Operation } from '../http/operation.js';
import { textReply, type FrameSource } from '../http/reply.js';
import { sseReply } from '../http/sse-reply.js';
import { Wakeup } from '../internal/wakeup.js';
import type { DebugEventBus } from '../runtime/debug-event-bus.js';

/** Events that a slow reader of the feed may fall behind; older ones are dropped, with a note. */
const MAX_BACKLOG = 1_000;

/** `GET /cpk-debug-events`, protocol.md 5.8: every event of every run of this runtime, while one watches. */
export const debugEvents: Operation = async ({ runtime }) => {
  const { servesDebugFeed, clock, keepAliveMs } = runtime.settings;
  if (!servesDebugFeed) return textReply('Not Found', 404);
  return sseReply(feedOf(runtime.debugEventBus), { clock, keepAliveMs });
};

function feedOf(bus: DebugEventBus): FrameSource {
  const wakeup = new Wakeup();
  let backlog: string[] = [': connected\n\n'];
  let dropped = 0;
  const unsubscribe = bus.subscribe((event) => {
    backlog.push(`data: ${JSON.stringify(event)}\n\n`);
    if (backlog.length > MAX_BACKLOG) {
      backlog.shift();
      dropped += 1;
    }
    wakeup.wake();
  });
  return {
    async pull() {
      while (backlog.length === 0) {
        if (!(await wakeup.wait())) return null;
      }
      const note = dropped > 0 ? `: ${dropped} events dropped\n\n` : '';
      const text = note + backlog.join('');
      backlog = [];
      dropped = 0;
      return text;
    },
    close() {
      unsubscribe();
      wakeup.close();
    },
  };
}
