import { createDispatcher, type RuntimeDispatcher } from '@flightdeck/core';
import {
  handleNodeRequest,
  OpenResponses,
  routePathOf,
  type NodeBridgeOptions,
} from '@flightdeck/runtime-node';
import type { FastifyReply, FastifyRequest } from 'fastify';

import type { CopilotFastifyOptions } from './copilot-fastify-options.js';

const GRACE_MS = 10_000;

/** Takes requests of Fastify to a runtime, and replies from there to the socket. */
export class FastifyBridge {
  readonly #dispatcher: RuntimeDispatcher;
  readonly #open = new OpenResponses();
  readonly #bridge: NodeBridgeOptions;
  readonly #options: CopilotFastifyOptions;

  /** @throws ConfigError */
  constructor(options: CopilotFastifyOptions) {
    const { runtime, mode, hooks, cors = true, trustProxy, stallTimeoutMs, logger } = options;
    this.#options = options;
    this.#dispatcher = createDispatcher({
      runtime,
      cors,
      // Fastify has matched the base path, below whichever prefix, so that paths are those below it.
      basePath: '/',
      ...(mode === undefined ? {} : { mode }),
      ...(hooks === undefined ? {} : { hooks }),
    });
    const { shutdownSignal: ours } = this.#open;
    const { shutdownSignal: given } = options;
    this.#bridge = {
      trustProxy,
      stallTimeoutMs,
      shutdownSignal: given === undefined ? ours : AbortSignal.any([ours, given]),
      logger: logger ?? runtime.settings.logger,
    };
  }

  /** Answers a request for the route with this path. Resolves when the response is out; never rejects. */
  serve(request: FastifyRequest, reply: FastifyReply, path: string): Promise<void> {
    // Fastify keeps the headers of plugins to itself until it sends a reply, which it will not do.
    const initialHeaders = reply.getHeaders();
    reply.hijack();
    const served = handleNodeRequest(this.#dispatcher, request.raw, reply.raw, {
      ...this.#bridge,
      initialHeaders,
      routePath: routePathOf(request.raw.url ?? '/', path),
      parsedBody: request.body,
      nativeRequest: request,
    });
    this.#open.add(reply.raw, served);
    return served;
  }

  /** Shuts the runtime down and resolves when all responses are out; never rejects. */
  close(): Promise<void> {
    const { runtime, shutdownGraceMs = GRACE_MS } = this.#options;
    return this.#open.close(runtime, shutdownGraceMs);
  }
}
