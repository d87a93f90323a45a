import { ThreadFold, type BaseEvent } from '@flightdeck/store';

/** What events amount to: the messages and the state after the last one. */
export function foldEvents(events: Iterable<BaseEvent>): ThreadFold {
  const fold = new ThreadFold();
  for (const event of events) fold.apply(event);
  return fold;
}
