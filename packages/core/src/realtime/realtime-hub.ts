import type { Scope } from '@flightdeck/store';
import type { Clock } from '../internal/clock.js';
import type { RunEngine } from '../runs/run-engine.js';
import type { Logger } from '../runtime/logger.js';
import { Hmac } from './hmac.js';
import { JoinTokens, type JoinGrant } from './join-tokens.js';
import { SeenPositions } from './seen-positions.js';
import type { SocketPort } from './socket-port.js';
import { UserConnection } from './user-connection.js';
import { UserMetaFeed } from './user-meta-feed.js';
import type { RealtimeSettings } from './realtime-options.js';

export interface RealtimeHubOptions {
  readonly engine: RunEngine;
  readonly settings: RealtimeSettings;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly newId: () => string;
}

/** A request to open a socket. */
export interface RealtimeUpgrade {
  /** The `join_token` of the query. */
  readonly token: string;
  /** The `Origin` header, which browsers send. */
  readonly origin: string | null;
  /** The host and port that the request was sent to. */
  readonly host: string;
}

/** A socket that is open. What it does is up to its client; whoever owns it passes that on. */
export interface RealtimeConnection {
  /** Takes a text frame. */
  receive(text: string): void;
  close(code: number, reason: string): void;
  /** To be called when the socket has closed, whoever did it. */
  closed(): void;
}

export type RealtimeAdmission =
  | { readonly admitted: true; open(port: SocketPort): RealtimeConnection }
  | { readonly admitted: false; readonly status: 401 | 403 | 429 | 503 };

/** Clients ask for the list first and then for a token; what changes between is in neither. */
const LIST_AGE_MS = 15_000;
const MAX_RECENT = 50;

interface UserFeed {
  readonly feed: UserMetaFeed;
  readonly connections: Set<UserConnection>;
}

/**
 * Tells clients of changes of their threads, platform.md 9.6: hands out tokens, admits sockets, and
 * keeps one feed per user that has any. Knows no sockets itself; a server for them is attached.
 */
export class RealtimeHub {
  readonly #options: RealtimeHubOptions;
  readonly #tokens: JoinTokens;
  readonly #seen: SeenPositions;
  readonly #users = new Map<string, UserFeed>();
  #servers = 0;
  #closed = false;

  constructor(options: RealtimeHubOptions) {
    const { settings, clock, newId } = options;
    this.#options = options;
    const hmac = new Hmac(settings.secret);
    this.#tokens = new JoinTokens({ hmac, clock, newId, ttlMs: settings.tokenTtlMs });
    this.#seen = new SeenPositions(clock);
  }

  /** Whether there is a server that accepts sockets. */
  get isServed(): boolean {
    return this.#servers > 0 && !this.#closed;
  }

  /** Open sockets. */
  get size(): number {
    return [...this.#users.values()].reduce((sum, { connections }) => sum + connections.size, 0);
  }

  /** To be called by a server that accepts sockets; returns how to take that back. */
  attach(): () => void {
    let attached = true;
    this.#servers += 1;
    return () => {
      if (attached) this.#servers -= 1;
      attached = false;
    };
  }

  /** Names the user's topic, `user_meta:<code>`. */
  joinCode(scope: Scope): Promise<string> {
    return this.#tokens.codeOf(scope);
  }

  /**
   * A token for sockets of the scope's user. What changes from now on is told when one is opened, and
   * what may have changed since the client got its list.
   *
   * @param origin of the page that asks
   */
  async joinToken(scope: Scope, origin: string | null): Promise<string> {
    return this.#tokens.mint({ scope, origin, metaSeq: await this.#positionOfList(scope) });
  }

  /** Decides about a socket before it is opened. Rejects only if the host has no WebCrypto. */
  async admit({ token, origin, host }: RealtimeUpgrade): Promise<RealtimeAdmission> {
    if (this.#closed) return { admitted: false, status: 503 };
    const grant = await this.#tokens.verify(token);
    if (grant === null) return { admitted: false, status: 401 };
    if (!this.#trusts(origin, host, grant)) return { admitted: false, status: 403 };
    const open = this.#users.get(keyOf(grant.scope))?.connections.size ?? 0;
    if (open >= this.#options.settings.maxSocketsPerUser) return { admitted: false, status: 429 };
    const topic = `user_meta:${await this.joinCode(grant.scope)}`;
    return { admitted: true, open: (port) => this.#open(port, grant, topic) };
  }

  /** Closes every socket with 1012, upon which clients look for another server, and admits none any more. */
  close(): void {
    this.#closed = true;
    for (const { connections } of this.#users.values()) {
      for (const connection of connections) connection.close(1012, 'restart');
    }
  }

  /** Up to which change a list can be trusted that was asked for just before a token. */
  async #positionOfList(scope: Scope): Promise<number> {
    const { engine, clock } = this.#options;
    const { threads } = engine.store;
    const { head } = await threads.changesSince(scope, 0, 1);
    const before = Math.max(0, head - MAX_RECENT);
    const { changes } = await threads.changesSince(scope, before, MAX_RECENT);
    const unseen = changes.find(({ at }) => at > clock.now() - LIST_AGE_MS);
    return unseen === undefined ? head : unseen.metaSeq - 1;
  }

  #trusts(origin: string | null, host: string, grant: JoinGrant): boolean {
    if (origin === null) return true;
    const { allowedOrigins } = this.#options.settings;
    if (allowedOrigins !== null) return allowedOrigins.has(origin);
    return origin === grant.origin || (URL.canParse(origin) && new URL(origin).host === host);
  }

  #open(port: SocketPort, { id, scope, metaSeq }: JoinGrant, topic: string): RealtimeConnection {
    const user = this.#userOf(scope);
    const connection = new UserConnection({
      port,
      topic,
      clock: this.#options.clock,
      feed: user.feed,
      after: this.#seen.get(id) ?? metaSeq,
      onEnded: (arrived) => {
        this.#seen.set(id, arrived);
        user.connections.delete(connection);
        this.#letGo(scope, user);
      },
    });
    user.connections.add(connection);
    if (this.#closed) connection.close(1012, 'restart');
    // Several may have been admitted at the same time.
    else if (this.#isFull(user)) connection.close(1013, 'too many sockets');
    return connection;
  }

  #isFull({ connections }: UserFeed): boolean {
    return connections.size > this.#options.settings.maxSocketsPerUser;
  }

  #userOf(scope: Scope): UserFeed {
    const key = keyOf(scope);
    const known = this.#users.get(key);
    if (known !== undefined) return known;
    const { engine, clock, logger } = this.#options;
    const open = (): Promise<void> => engine.open();
    const feed = new UserMetaFeed({ store: engine.store, open, scope, clock, logger });
    const user = { feed, connections: new Set<UserConnection>() };
    this.#users.set(key, user);
    return user;
  }

  #letGo(scope: Scope, user: UserFeed): void {
    if (user.connections.size > 0) return;
    user.feed.close();
    this.#users.delete(keyOf(scope));
  }
}

function keyOf({ tenantId, userId }: Scope): string {
  return JSON.stringify([tenantId, userId]);
}
