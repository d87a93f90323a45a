import 'reflect-metadata';
import type { Server } from 'node:http';

import { CopilotRuntimeModule } from '@flightdeck/runtime-nest';
import { Module, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ExpressAdapter } from '@nestjs/platform-express';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';

import { BASE_PATH, type TargetFactory, type TargetOptions } from '../target.js';
import { benchRuntime } from './bench-runtime.js';

function moduleOf(runtime: ReturnType<typeof benchRuntime>): Type {
  @Module({ imports: [CopilotRuntimeModule.forRoot({ runtime, path: BASE_PATH })] })
  class BenchModule {}
  return BenchModule;
}

/** The Nest module on Express. */
export const nestExpress: TargetFactory = async (options: TargetOptions) => {
  const runtime = benchRuntime(options);
  const app = await NestFactory.create(moduleOf(runtime), new ExpressAdapter(), {
    logger: false,
    cors: true,
  });
  await app.init();
  return {
    server: app.getHttpServer() as Server,
    activeRuns: () => runtime.engine?.activeRuns ?? null,
  };
};

/** The Nest module on Fastify. */
export const nestFastify: TargetFactory = async (options: TargetOptions) => {
  const runtime = benchRuntime(options);
  const app = await NestFactory.create<NestFastifyApplication>(
    moduleOf(runtime),
    new FastifyAdapter(),
    { logger: false },
  );
  await app.init();
  await app.getHttpAdapter().getInstance().ready();
  return {
    server: app.getHttpServer() as Server,
    activeRuns: () => runtime.engine?.activeRuns ?? null,
  };
};
