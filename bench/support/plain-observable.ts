import type { EventObservable, EventSubscriber } from '@flightdeck/middlewares';

/** The least that is an Observable, so that what an adapter costs is not lost in that of rxjs. */
export class PlainObservable implements EventObservable {
  readonly #subscribe: (subscriber: EventSubscriber) => () => void;

  constructor(subscribe: (subscriber: EventSubscriber) => () => void) {
    this.#subscribe = subscribe;
  }

  subscribe(subscriber: EventSubscriber): { unsubscribe(): void } {
    const unsubscribe = this.#subscribe(subscriber);
    return { unsubscribe };
  }
}
