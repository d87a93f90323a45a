import type { BaseEvent } from '@flightdeck/store';
import { Observable } from '../internal/observable.js';
import type { FrameSource } from '../http/reply.js';

/** The events of a frame text; comments and ids are passed over. */
export function eventsOf(frames: string): BaseEvent[] {
  return frames.split('\n').flatMap((line) => {
    return line.startsWith('data: ') ? [JSON.parse(line.slice(6)) as BaseEvent] : [];
  });
}

/** An observable that reads the log anew for each subscriber; the first one shares `opened`. */
export function framesToEvents(open: () => Promise<FrameSource | null>): Observable<BaseEvent> {
  return new Observable((observer) => {
    let source: FrameSource | null = null;
    const read = async (): Promise<void> => {
      source = await open();
      while (source !== null && !observer.closed) {
        const text = await source.pull();
        if (text === null) break;
        for (const event of eventsOf(text)) observer.next(event);
      }
      source?.close();
      observer.complete();
    };
    read().catch((error: unknown) => observer.error(error));
    return () => source?.close();
  });
}
