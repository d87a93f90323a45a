import 'reflect-metadata';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';

import { Controller, Get, Module, Param, Post, Req, Res, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ExpressAdapter } from '@nestjs/platform-express';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';

import { createFloor, type Floor } from '../floor.js';
import { infoText } from '../info-text.js';
import { BASE_PATH, type TargetFactory } from '../target.js';

type HostRequest = IncomingMessage | { readonly raw: IncomingMessage };
type HostReply = ServerResponse | { readonly raw: ServerResponse; hijack(): void };

/** A Nest application with nothing but a controller that hands requests on to the floor. */
function floorModule(floor: Floor): Type {
  @Controller(BASE_PATH)
  class FloorController {
    @Post('agent/:agentId/run')
    run(@Param('agentId') agentId: string, @Req() req: HostRequest, @Res() res: HostReply) {
      return floor.run(agentId, rawRequest(req), rawResponse(res));
    }

    @Get('info')
    info(@Req() req: HostRequest, @Res() res: HostReply) {
      return floor.info(rawRequest(req), rawResponse(res));
    }

    @Post()
    envelope(@Req() req: HostRequest, @Res() res: HostReply) {
      return floor.info(rawRequest(req), rawResponse(res));
    }
  }

  @Module({ controllers: [FloorController] })
  class FloorModule {}
  return FloorModule;
}

function rawRequest(req: HostRequest): IncomingMessage {
  return 'raw' in req ? req.raw : req;
}

function rawResponse(res: HostReply): ServerResponse {
  if (!('hijack' in res)) return res;
  res.hijack();
  return res.raw;
}

export const nestExpressFloor: TargetFactory = async ({ agents }) => {
  const module = floorModule(createFloor(agents, infoText(agents)));
  const app = await NestFactory.create(module, new ExpressAdapter(), { logger: false, cors: true });
  await app.init();
  return { server: app.getHttpServer() as Server, activeRuns: () => null };
};

export const nestFastifyFloor: TargetFactory = async ({ agents }) => {
  const module = floorModule(createFloor(agents, infoText(agents)));
  const app = await NestFactory.create<NestFastifyApplication>(module, new FastifyAdapter(), {
    logger: false,
  });
  await app.init();
  await app.getHttpAdapter().getInstance().ready();
  return { server: app.getHttpServer() as Server, activeRuns: () => null };
};
