import type { BusReceiver, BusTransport } from '../backend/bus-transport.js';
import type { LiveBus, Unfollow } from '../live-bus.js';
import { scopedKey } from '../memory/scoped-key.js';
import { Topics } from '../memory/topics.js';
import type { Scope } from '../scope.js';
import {
  decodeControl,
  decodeHint,
  encodeControl,
  nodeTopic,
  ownerTopic,
  threadTopic,
} from './bus-topics.js';
import type { ControlMessage } from './bus-topics.js';

export interface RelayedLiveBusOptions {
  readonly transport: BusTransport | null;
  readonly warn: (message: string, cause?: unknown) => void;
}

/**
 * A bus within this process that also carries hints to and from other instances where there is a
 * transport. What this instance says is heard here at once; that it may come back does no harm.
 */
export class RelayedLiveBus implements LiveBus {
  readonly #transport: BusTransport | null;
  readonly #hints: Topics<number, number>;
  readonly #changes: Topics<string, number>;
  readonly #interruptions: Topics<'all', void>;
  readonly #control: Topics<string, ControlMessage>;
  /** What to do with what arrives, by topic. */
  readonly #receivers = new Map<string, (payload: string) => void>();
  readonly #owners = new Map<string, Scope>();
  #started = false;
  /** Told when somebody begins to follow, and when the last one has left. */
  #onFollowing: () => void = () => undefined;
  #onInterrupted: () => void = () => undefined;

  constructor({ transport, warn }: RelayedLiveBusOptions) {
    const onError = (error: unknown): void => warn('A listener of the live bus threw', error);
    this.#transport = transport;
    this.#hints = new Topics(onError);
    this.#changes = new Topics(onError);
    this.#interruptions = new Topics(onError);
    this.#control = new Topics(onError);
  }

  get hasTransport(): boolean {
    return this.#transport !== null;
  }

  /** Starts the transport, once however often the engine is started. */
  async start(): Promise<void> {
    if (this.#started) return;
    this.#started = true;
    const receiver: BusReceiver = {
      onMessage: (topic, payload) => this.#receivers.get(topic)?.(payload),
      onInterruption: () => {
        this.#interruptions.publish('all', undefined);
        this.#onInterrupted();
      },
    };
    await this.#transport?.start(receiver);
  }

  /** For whoever looks after followers when hints are lost. */
  watch(watcher: { readonly onFollowing: () => void; readonly onInterrupted: () => void }): void {
    this.#onFollowing = watcher.onFollowing;
    this.#onInterrupted = watcher.onInterrupted;
  }

  get isFollowed(): boolean {
    return !this.#hints.isEmpty || !this.#changes.isEmpty;
  }

  followedThreads(): readonly number[] {
    return [...this.#hints.keys()];
  }

  followedOwners(): readonly Scope[] {
    return [...this.#owners.values()];
  }

  hint(threadPk: number, durableSeq: number): void {
    this.deliverHint(threadPk, durableSeq);
    this.#transport?.publish(threadTopic(threadPk), String(durableSeq));
  }

  /** Hands a hint to the followers of this instance only. */
  deliverHint(threadPk: number, durableSeq: number): void {
    this.#hints.publish(threadPk, durableSeq);
  }

  follow(threadPk: number, onHint: (durableSeq: number) => void): Unfollow {
    const isFirst = !this.#hints.has(threadPk);
    const leave = this.#hints.add(threadPk, onHint);
    const topic = threadTopic(threadPk);
    if (isFirst) {
      this.#subscribe(topic, (payload) => {
        const durableSeq = decodeHint(payload);
        if (durableSeq !== null) this.deliverHint(threadPk, durableSeq);
      });
      this.#onFollowing();
    }
    return () => {
      if (!leave() || this.#hints.has(threadPk)) return;
      this.#unsubscribe(topic);
      this.#onFollowing();
    };
  }

  meta(scope: Scope, metaSeq: number): void {
    this.deliverMeta(scope, metaSeq);
    this.#transport?.publish(ownerTopic(scope), String(metaSeq));
  }

  /** Tells the owner's followers of this instance only. */
  deliverMeta(scope: Scope, metaSeq: number): void {
    this.#changes.publish(ownerKey(scope), metaSeq);
  }

  followMeta(scope: Scope, onHint: (metaSeq: number) => void): Unfollow {
    const key = ownerKey(scope);
    const isFirst = !this.#changes.has(key);
    const leave = this.#changes.add(key, onHint);
    const topic = ownerTopic(scope);
    if (isFirst) {
      this.#owners.set(key, scope);
      this.#subscribe(topic, (payload) => {
        const metaSeq = decodeHint(payload);
        if (metaSeq !== null) this.deliverMeta(scope, metaSeq);
      });
      this.#onFollowing();
    }
    return () => {
      if (!leave() || this.#changes.has(key)) return;
      this.#owners.delete(key);
      this.#unsubscribe(topic);
      this.#onFollowing();
    };
  }

  onInterruption(onInterrupted: () => void): Unfollow {
    const leave = this.#interruptions.add('all', onInterrupted);
    return () => void leave();
  }

  /** Tells another node, or this one. */
  control(nodeId: string, message: ControlMessage): void {
    this.#control.publish(nodeId, message);
    this.#transport?.publish(nodeTopic(nodeId), encodeControl(message));
  }

  /** Listens to what other nodes tell the given one. */
  onControl(nodeId: string, onMessage: (message: ControlMessage) => void): Unfollow {
    const leave = this.#control.add(nodeId, onMessage);
    this.#subscribe(nodeTopic(nodeId), (payload) => {
      const message = decodeControl(payload);
      if (message !== null) this.#control.publish(nodeId, message);
    });
    return () => {
      if (leave()) this.#unsubscribe(nodeTopic(nodeId));
    };
  }

  async close(): Promise<void> {
    for (const topic of Array.from(this.#receivers.keys())) this.#unsubscribe(topic);
    this.#hints.clear();
    this.#changes.clear();
    this.#interruptions.clear();
    this.#control.clear();
    this.#owners.clear();
    await this.#transport?.close();
  }

  #subscribe(topic: string, receive: (payload: string) => void): void {
    this.#receivers.set(topic, receive);
    this.#transport?.subscribe(topic);
  }

  #unsubscribe(topic: string): void {
    if (this.#receivers.delete(topic)) this.#transport?.unsubscribe(topic);
  }
}

function ownerKey(scope: Scope): string {
  return scopedKey(scope.tenantId, scope.userId ?? '');
}
