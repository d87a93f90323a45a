import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createCopilotNodeListener } from '@flightdeck/runtime-node';
import {
  CopilotRuntime,
  type CopilotRuntimeHooks,
  type CopilotRuntimeOptions,
  type EndpointMode,
  type RouteInfo,
} from '@flightdeck/core';
import { until } from './until.js';
import { recordingLogger, type LogLine } from './recording-logger.js';

export interface ServedRequest {
  readonly method: string;
  /** Path and query. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

export interface ServedRuntime {
  readonly runtime: CopilotRuntime;
  readonly server: Server;
  /** The base URL, without a slash at its end. */
  readonly url: string;
  /** Every request that has reached the server. */
  readonly requests: readonly ServedRequest[];
  /** The routes that were called, whatever the transport. */
  readonly calls: readonly RouteInfo[];
  /** What the runtime has logged at `warn` and `error`. */
  readonly log: readonly LogLine[];
  /** Resolves when no more than so many requests are being answered. @default 0 */
  idle(requests?: number): Promise<void>;
  close(): Promise<void>;
}

export interface ServeOptions extends Partial<CopilotRuntimeOptions> {
  readonly mode?: EndpointMode;
  readonly hooks?: CopilotRuntimeHooks;
}

export const BASE_PATH = '/api/copilotkit';

/** A runtime behind the Node listener on a loopback port of its own. */
export async function serveRuntime(options: ServeOptions): Promise<ServedRuntime> {
  const { mode, hooks, ...runtimeOptions } = options;
  const { logger, lines } = recordingLogger();
  const requests: ServedRequest[] = [];
  const calls: RouteInfo[] = [];
  const runtime = new CopilotRuntime({
    agents: {},
    environment: 'development',
    logger,
    ...runtimeOptions,
  });
  const listener = createCopilotNodeListener({
    runtime,
    basePath: BASE_PATH,
    ...(mode === undefined ? {} : { mode }),
    hooks: {
      ...hooks,
      onBeforeHandler(context) {
        calls.push(context.route);
        return hooks?.onBeforeHandler?.(context);
      },
    },
  });
  let pending = 0;
  const server = createServer((req, res) => {
    pending += 1;
    res.once('close', () => (pending -= 1));
    requests.push({ method: req.method ?? '', url: req.url ?? '', headers: req.headers });
    void listener(req, res);
  });
  const idle = async (requests = 0): Promise<void> => {
    await until('the server to be idle', () => pending <= requests);
  };
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    runtime,
    server,
    url: `http://127.0.0.1:${port}${BASE_PATH}`,
    requests,
    calls,
    log: lines,
    idle,
    async close() {
      await runtime.shutdown({ graceMs: 0 });
      await idle();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
