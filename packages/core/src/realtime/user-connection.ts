import type { Clock } from '../internal/clock.js';
import { PhoenixSession } from './phoenix-session.js';
import type { SocketPort } from './socket-port.js';
import type { FeedMember, UserMetaFeed } from './user-meta-feed.js';

export interface UserConnectionOptions {
  readonly port: SocketPort;
  readonly topic: string;
  readonly clock: Clock;
  readonly feed: UserMetaFeed;
  /** The number of the last change that the client knows of. */
  readonly after: number;
  /** Called once, with the number up to which the client certainly knows of every change. */
  readonly onEnded: (metaSeq: number) => void;
}

/** A socket on its user's feed. */
export class UserConnection {
  readonly #options: UserConnectionOptions;
  readonly #session: PhoenixSession;
  #member: FeedMember | null = null;
  /** What was told before the last heartbeat was answered, and what had arrived by then for certain. */
  #told: number;
  #arrived: number;
  #ended = false;

  constructor(options: UserConnectionOptions) {
    this.#options = options;
    this.#told = options.after;
    this.#arrived = options.after;
    this.#session = new PhoenixSession({
      port: options.port,
      topic: options.topic,
      clock: options.clock,
      onJoined: () => this.#join(),
      onLeft: () => this.#leave(),
      onHeartbeat: () => this.#confirm(),
    });
  }

  /** Takes a text frame of the client. */
  receive(text: string): void {
    this.#session.receive(text);
  }

  /** Closes the socket. */
  close(code: number, reason: string): void {
    this.#session.close(code, reason);
    this.closed();
  }

  /** The socket has been closed. */
  closed(): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#session.end();
    this.#options.onEnded(this.#arrived);
  }

  #join(): void {
    this.#told = this.#arrived;
    const member: FeedMember = {
      position: this.#arrived,
      tell: ({ name, payload }) => this.#session.push(name, payload),
    };
    this.#member = member;
    this.#options.feed.add(member);
  }

  #leave(): void {
    if (this.#member !== null) this.#options.feed.remove(this.#member);
    this.#member = null;
  }

  /** A client sends a heartbeat only after the answer to its last one, and with it all before, has arrived. */
  #confirm(): void {
    this.#arrived = this.#told;
    this.#told = this.#member?.position ?? this.#told;
  }
}
