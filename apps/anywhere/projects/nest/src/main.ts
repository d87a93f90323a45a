import 'reflect-metadata';
import { join } from 'node:path';
import files from '@fastify/static';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';

import { AppModule } from './app.module.js';

const app = await NestFactory.create<NestFastifyApplication>(AppModule, new FastifyAdapter(), {
  logger: ['error', 'warn'],
});
await app.register(files, { root: join(process.cwd(), 'public') });
await app.listen(0);
console.log(await app.getUrl());
