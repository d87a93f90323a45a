import { CopilotRuntime, createDispatcher, type RuntimeDispatcher } from '@flightdeck/core';
import {
  handleNodeRequest,
  OpenResponses,
  routePathOf,
  type NodeRequestOptions,
} from '@flightdeck/runtime-node';
import { Inject, Injectable } from '@nestjs/common';

import { COPILOT_RUNTIME_OPTIONS } from './copilot-runtime.constants.js';
import type { CopilotRuntimeModuleOptions } from './interfaces/copilot-runtime-options.interface.js';
import type { FastifyReplyLike, HostReply, HostRequest } from './interfaces/host-http.interface.js';

const GRACE_MS = 10_000;

interface Served {
  readonly request: HostRequest;
  readonly reply: HostReply;
  /** The path of the route that Nest has matched. */
  readonly routePath: string;
}

/** Takes requests from Nest's controllers to the runtime, and replies from there to the socket. */
@Injectable()
export class CopilotRuntimeBridge {
  readonly #dispatcher: RuntimeDispatcher;
  readonly #open = new OpenResponses();
  readonly #bridge: NodeRequestOptions;

  constructor(
    @Inject(CopilotRuntime) private readonly runtime: CopilotRuntime,
    @Inject(COPILOT_RUNTIME_OPTIONS) private readonly options: CopilotRuntimeModuleOptions,
  ) {
    const { mode, hooks, cors, trustProxy, stallTimeoutMs } = options;
    this.#dispatcher = createDispatcher({
      runtime,
      // Nest has matched the base path, wherever it may be, so that paths are those below it.
      basePath: '/',
      ...(mode === undefined ? {} : { mode }),
      ...(hooks === undefined ? {} : { hooks }),
      ...(cors === undefined ? {} : { cors }),
    });
    const { logger } = runtime.settings;
    this.#bridge = {
      trustProxy,
      stallTimeoutMs,
      logger,
      shutdownSignal: this.#open.shutdownSignal,
    };
  }

  /**
   * Answers a request for the route with this path. Resolves when the response is out or its stream
   * has begun, which is when a request ends for interceptors with streams of Nest, too: one that
   * limits the time of requests must not cut a run short. Never rejects.
   */
  serve(request: HostRequest, reply: HostReply, routePath: string): Promise<void> {
    return new Promise((resolve) => {
      const dispatcher = announcingStreams(this.#dispatcher, resolve);
      const served = this.#handle(dispatcher, { request, reply, routePath });
      this.#open.add('hijack' in reply ? reply.raw : reply, served);
      void served.then(resolve);
    });
  }

  /** Shuts the runtime down and resolves when all responses are out. Work is done once; never rejects. */
  close(graceMs: number = this.options.shutdownGraceMs ?? GRACE_MS): Promise<void> {
    return this.#open.close(this.runtime, graceMs);
  }

  #handle(dispatcher: RuntimeDispatcher, { request, reply, routePath }: Served): Promise<void> {
    const req = 'raw' in request ? request.raw : request;
    const options = {
      ...this.#bridge,
      routePath: routePathOf(req.url ?? '/', routePath),
      parsedBody: request.body,
      nativeRequest: request,
    };
    if (!('hijack' in reply)) return handleNodeRequest(dispatcher, req, reply, options);
    // Fastify keeps the headers of plugins to itself until it sends a reply, which it will not do.
    const initialHeaders = reply.getHeaders();
    const hijacking = hijackingReply(dispatcher, reply);
    return handleNodeRequest(hijacking, req, reply.raw, { ...options, initialHeaders });
  }
}

/**
 * The same dispatcher, which takes the response from Fastify when it is about to answer. Until then
 * it is Nest's: an interceptor may lose patience.
 */
function hijackingReply(dispatcher: RuntimeDispatcher, reply: FastifyReplyLike): RuntimeDispatcher {
  return {
    owns: (path) => dispatcher.owns(path),
    async dispatch(source) {
      try {
        return await dispatcher.dispatch(source);
      } finally {
        reply.hijack();
      }
    },
  };
}

/** The same dispatcher, which calls back once the head of a stream is out. */
function announcingStreams(dispatcher: RuntimeDispatcher, onBegin: () => void): RuntimeDispatcher {
  return {
    owns: (path) => dispatcher.owns(path),
    async dispatch(source) {
      const reply = await dispatcher.dispatch(source);
      // By then the head is written, so that interceptors can tell its status.
      if (typeof reply.body === 'object' && reply.body !== null) setImmediate(onBegin);
      return reply;
    },
  };
}
