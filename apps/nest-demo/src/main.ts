import 'reflect-metadata';

import type { AddressInfo } from 'node:net';

import { NestFactory } from '@nestjs/core';

import { AppModule } from './app.module.js';

async function main(): Promise<void> {
  const port = readPort(process.env['PORT']);
  const app = await NestFactory.create(AppModule, {
    logger: ['warn', 'error'],
    // Browsers keep spare connections, which Nest would wait for.
    forceCloseConnections: true,
  });
  // So that a page of any origin, such as a development server, can use it.
  app.enableCors();
  app.enableShutdownHooks();
  await app.listen(port);
  const { port: bound } = app.getHttpServer().address() as AddressInfo;
  console.log(`Flightdeck Nest demo: http://localhost:${bound}/api/copilotkit`);
}

function readPort(text = '3000'): number {
  const port = Number(text);
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw new Error(`PORT must be a whole number from 0 to 65535, not "${text}".`);
}

main().catch((error: unknown) => {
  const reason = error instanceof Error ? error.message : String(error);
  console.error(`Flightdeck Nest demo could not start: ${reason}`);
  process.exitCode = 1;
});
