import type { EventEmitter } from 'node:events';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';

import { ConfigError, REALTIME_PATH, type CopilotRuntime } from '@flightdeck/core';

import { RealtimeServer } from './realtime-server.js';
import { refuseUpgrade } from './refuse-upgrade.js';
import { SocketPath } from './socket-path.js';

/** A server of `node:http` or `node:https`. */
export type UpgradableServer = Pick<EventEmitter, 'on' | 'off' | 'listeners'>;

export interface RealtimeServerOptions {
  /**
   * How the path ends at which sockets are accepted, in whole segments and less `/websocket`. Two
   * runtimes behind one server need one each, such as `'/support/realtime'`.
   *
   * @default '/realtime', below any base path
   */
  readonly path?: string | undefined;
  /** Believes `x-forwarded-host` when origins are checked. @default false */
  readonly trustProxy?: boolean | undefined;
}

export interface RealtimeAttachment {
  /** Accepts no more sockets and closes the open ones. Resolves when they are closed, within a second. */
  close(): Promise<void>;
}

/** The path of a listener of ours, by which those of several copies of this package know each other. */
const OURS = Symbol.for('@flightdeck/runtime-node/upgrade');

interface UpgradeListener {
  (req: IncomingMessage, socket: Duplex, head: Buffer): void;
  [OURS]?: SocketPath;
}

/**
 * Serves the sockets that tell clients of changes of their threads, from the server that serves the
 * runtime. From now on `/info` offers them. Shutting the runtime down closes them, too.
 *
 * Upgrades to other paths are left to other listeners, and answered 404 if there are none.
 *
 * @throws ConfigError if the runtime's threads are kept by a custom runner
 */
export function attachRealtime(
  server: UpgradableServer,
  runtime: CopilotRuntime,
  options: RealtimeServerOptions = {},
): RealtimeAttachment {
  const hub = runtime.realtime;
  if (hub === null) throw new ConfigError('A custom runner keeps its threads: nothing to tell of');
  const path = new SocketPath(options.path ?? REALTIME_PATH);
  const { logger } = runtime.settings;
  const sockets = new RealtimeServer({ hub, logger, trustProxy: options.trustProxy ?? false });
  const listener: UpgradeListener = (req, socket, head) => {
    const listeners = server.listeners('upgrade') as UpgradeListener[];
    const serving = listeners.find((each) => each[OURS]?.matches(req.url ?? ''));
    if (serving === listener) sockets.accept(req, socket, head);
    else if (serving === undefined && isLeftTo(listener, listeners)) refuseUpgrade(socket, 404);
  };
  listener[OURS] = path;
  server.on('upgrade', listener);
  const detach = hub.attach();
  return {
    close() {
      server.off('upgrade', listener);
      detach();
      return sockets.close();
    },
  };
}

/** Whether nobody but listeners of ours could answer, of which the first one does. */
function isLeftTo(listener: UpgradeListener, listeners: readonly UpgradeListener[]): boolean {
  return listeners[0] === listener && listeners.every((each) => each[OURS] !== undefined);
}
