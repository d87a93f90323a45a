import type { BusReceiver, BusTransport } from '../../../src/engine.js';

/** Carries messages between the transports that it makes, as long as it is allowed to. */
export class TestHub {
  /** Everything is lost. */
  isDeaf = false;
  /** What messages wait for on their way. */
  late: Promise<void> | null = null;
  readonly sent: string[] = [];
  readonly #members = new Set<{ readonly topics: Set<string>; receiver: BusReceiver | null }>();

  transport(): BusTransport {
    const member = { topics: new Set<string>(), receiver: null as BusReceiver | null };
    this.#members.add(member);
    return {
      start: async (receiver) => void (member.receiver = receiver),
      publish: (topic, payload) => this.#publish(topic, payload),
      subscribe: (topic) => void member.topics.add(topic),
      unsubscribe: (topic) => void member.topics.delete(topic),
      close: async () => void this.#members.delete(member),
    };
  }

  /** All topics that anybody subscribes to. */
  get topics(): string[] {
    return [...this.#members].flatMap(({ topics }) => [...topics]);
  }

  interrupt(): void {
    for (const { receiver } of this.#members) receiver?.onInterruption();
  }

  #publish(topic: string, payload: string): void {
    this.sent.push(`${topic} ${payload}`);
    if (this.isDeaf) return;
    if (this.late === null) this.#deliver(topic, payload);
    else void this.late.then(() => this.#deliver(topic, payload));
  }

  #deliver(topic: string, payload: string): void {
    for (const { topics, receiver } of this.#members) {
      if (topics.has(topic)) receiver?.onMessage(topic, payload);
    }
  }
}
