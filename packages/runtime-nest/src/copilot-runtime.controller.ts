import { ROUTE_PATHS } from '@flightdeck/core';
import {
  All,
  applyDecorators,
  Controller,
  Inject,
  Req,
  Res,
  UseGuards,
  UseInterceptors,
  type Type,
} from '@nestjs/common';

import { CopilotRuntimeBridge } from './copilot-runtime.bridge.js';
import type { CopilotRuntimeModuleExtras } from './interfaces/copilot-runtime-options.interface.js';
import type { HostReply, HostRequest } from './interfaces/host-http.interface.js';

type Handler = (request: HostRequest, reply: HostReply) => Promise<void>;

/**
 * A controller with one handler for each path of the runtime's route table. Each takes every verb,
 * because which ones a path has is the runtime's business; and there is no wildcard, because none
 * works on both Express and Fastify.
 */
export function createCopilotRuntimeController(
  extras: Omit<CopilotRuntimeModuleExtras, 'name' | 'isGlobal' | 'imports'>,
): Type {
  const { path, version, guards, interceptors, decorators } = extras;

  @Controller(version === undefined ? { path } : { path, version })
  @UseGuards(...guards)
  @UseInterceptors(...interceptors)
  @applyDecorators(...decorators)
  class CopilotRuntimeController {
    constructor(@Inject(CopilotRuntimeBridge) readonly bridge: CopilotRuntimeBridge) {}
  }

  for (const routePath of ROUTE_PATHS) {
    addHandler(CopilotRuntimeController.prototype, routePath, function (request, reply) {
      return this.bridge.serve(request, reply, routePath);
    });
  }
  return CopilotRuntimeController;
}

function addHandler(
  prototype: object,
  routePath: string,
  handler: (this: { bridge: CopilotRuntimeBridge }, ...args: Parameters<Handler>) => Promise<void>,
): void {
  const descriptor = { value: handler, configurable: true, enumerable: false, writable: true };
  // Guards such as rate limiters tell handlers apart by their names.
  Object.defineProperty(handler, 'name', { value: routePath });
  Object.defineProperty(prototype, routePath, descriptor);
  Req()(prototype, routePath, 0);
  // Injecting the response tells Nest to leave it alone.
  Res()(prototype, routePath, 1);
  All(routePath)(prototype, routePath, descriptor);
}
