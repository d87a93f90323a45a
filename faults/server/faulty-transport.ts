import type { BusReceiver, BusTransport } from '@flightdeck/store/engine';

/** What becomes of hints: all are lost, or each comes twice, the second time long after later ones. */
export type HintFault = 'lost' | 'disordered';

const LATE_MS = 150;

/** A bus as bad as the port allows one to be. */
export class FaultyTransport implements BusTransport {
  readonly #transport: BusTransport;
  readonly #fault: HintFault;

  constructor(transport: BusTransport, fault: HintFault) {
    this.#transport = transport;
    this.#fault = fault;
  }

  start(receiver: BusReceiver): Promise<void> {
    return this.#transport.start({
      onInterruption: () => receiver.onInterruption(),
      onMessage: (topic, payload) => {
        if (this.#fault === 'lost') return;
        // The one that is on time comes after some that are late.
        setTimeout(() => receiver.onMessage(topic, payload), Math.random() * LATE_MS).unref();
        setTimeout(() => receiver.onMessage(topic, payload), LATE_MS).unref();
      },
    });
  }

  publish(topic: string, payload: string): void {
    this.#transport.publish(topic, payload);
  }

  subscribe(topic: string): void {
    this.#transport.subscribe(topic);
  }

  unsubscribe(topic: string): void {
    this.#transport.unsubscribe(topic);
  }

  close(): Promise<void> {
    return this.#transport.close();
  }
}
