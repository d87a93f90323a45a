/** What arrives from other instances. Neither function throws. */
export interface BusReceiver {
  onMessage(topic: string, payload: string): void;
  /** Messages may have been lost: called after every reconnect. */
  onInterruption(): void;
}

/**
 * Carries short messages between the instances of a cluster: at most once, in no certain order,
 * never as truth. A durable engine works without one, by polling, only later.
 *
 * Nothing throws or blocks: a transport that is down drops what it is given and reconnects by itself.
 */
export interface BusTransport {
  /** Connects in the background; resolves at once, or when the first attempt has succeeded or failed. */
  start(receiver: BusReceiver): Promise<void>;
  /** Sends to every instance that subscribes to the topic, this one possibly included. Payloads have at most 200 bytes. */
  publish(topic: string, payload: string): void;
  /** Counted by nobody: an instance subscribes once and unsubscribes once, before `start` or after. */
  subscribe(topic: string): void;
  unsubscribe(topic: string): void;
  close(): Promise<void>;
}
