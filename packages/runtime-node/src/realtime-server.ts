import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';

import type { Logger, RealtimeHub, RealtimeUpgrade } from '@flightdeck/core';
import type { WebSocketServer } from 'ws';

import { RealtimeSocket } from './realtime-socket.js';
import { refuseUpgrade } from './refuse-upgrade.js';
import { requestUrl } from './request-url.js';

export interface RealtimeServerParts {
  readonly hub: RealtimeHub;
  readonly logger: Logger;
  readonly trustProxy: boolean;
}

/** Frames of clients are a few hundred bytes. */
const MAX_FRAME_BYTES = 64 * 1_024;

/** Takes upgrade requests to the hub, and serves those that it admits. */
export class RealtimeServer {
  readonly #parts: RealtimeServerParts;
  readonly #open = new Set<RealtimeSocket>();
  #webSockets: Promise<WebSocketServer> | null = null;
  #closed = false;

  constructor(parts: RealtimeServerParts) {
    this.#parts = parts;
  }

  accept(req: IncomingMessage, socket: Duplex, head: Buffer): void {
    const { hub, logger, trustProxy } = this.#parts;
    const upgrade = upgradeOf(req, trustProxy);
    // The token must not get into the log of whoever else looks at this request.
    req.url = req.url?.split('?', 1)[0] ?? '/';
    // The client may be gone before anybody else listens.
    socket.on('error', () => socket.destroy());
    const answer = async (): Promise<void> => {
      const admission = await hub.admit(upgrade);
      if (!admission.admitted) return refuseUpgrade(socket, admission.status);
      const server = await this.#load();
      if (this.#closed) return refuseUpgrade(socket, 503);
      server.handleUpgrade(req, socket, head, (webSocket) => {
        const opened = new RealtimeSocket(webSocket, (port) => admission.open(port));
        this.#open.add(opened);
        void opened.closed.then(() => this.#open.delete(opened));
      });
    };
    answer().catch((error: unknown) => {
      logger.error('A socket could not be opened', error);
      refuseUpgrade(socket, 500);
    });
  }

  /** Resolves when every socket is closed. */
  async close(): Promise<void> {
    this.#closed = true;
    for (const socket of this.#open) socket.close(1012, 'restart');
    await Promise.all([...this.#open].map(({ closed }) => closed));
  }

  /** Not before the first socket: most servers that load this package never have any. */
  #load(): Promise<WebSocketServer> {
    this.#webSockets ??= import('ws').then(
      (ws) =>
        new ws.WebSocketServer({
          noServer: true,
          clientTracking: false,
          // The messages are too small to gain anything by it.
          perMessageDeflate: false,
          maxPayload: MAX_FRAME_BYTES,
          handleProtocols: (offered) => (offered.has('phoenix') ? 'phoenix' : false),
        }),
    );
    return this.#webSockets;
  }
}

function upgradeOf(req: IncomingMessage, trustProxy: boolean): RealtimeUpgrade {
  const url = new URL(requestUrl(req, trustProxy));
  return {
    token: url.searchParams.get('join_token') ?? '',
    origin: req.headers.origin ?? null,
    host: url.host,
  };
}
