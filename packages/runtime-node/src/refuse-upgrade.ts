import type { Duplex } from 'node:stream';

import { statusText } from './node-builtins.js';

/** Answers a request for an upgrade with a bare status, and closes its connection. */
export function refuseUpgrade(socket: Duplex, status: number): void {
  if (socket.destroyed) return;
  socket.once('finish', () => socket.destroy());
  socket.end(
    `HTTP/1.1 ${status} ${statusText(status)}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`,
  );
}
