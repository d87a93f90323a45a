import { afterEach } from '@jest/globals';
import { Module, type INestApplication, type ModuleMetadata } from '@nestjs/common';
import { NestFactory, type AbstractHttpAdapter } from '@nestjs/core';

import { createAdapter, type Platform } from './platforms.js';

export interface AppOptions extends ModuleMetadata {
  /** @default that of the platform with its defaults */
  readonly adapter?: AbstractHttpAdapter;
  readonly bodyParser?: boolean;
  /**
   * Nest waits for connections on which nothing was ever sent, such as the spare ones of `fetch`,
   * unless it may cut them.
   *
   * @default true
   */
  readonly forceCloseConnections?: boolean;
  /** What `main.ts` would do between creating the application and listening. */
  readonly configure?: (app: INestApplication) => void | Promise<void>;
}

export interface StartedApp {
  readonly app: INestApplication;
  readonly url: string;
}

const started: INestApplication[] = [];

afterEach(async () => {
  for (const app of started.splice(0)) await app.close();
});

/** An application as a user would start it, listening on any free port until the test ends. */
export async function startApp(platform: Platform, options: AppOptions): Promise<StartedApp> {
  return listen(await createApp(platform, options));
}

/** An application that is not initialised yet; it is closed when the test ends. */
export async function createApp(
  platform: Platform,
  options: AppOptions,
): Promise<INestApplication> {
  const app = await bootApp(platform, options);
  started.push(app);
  return app;
}

/** An application that the caller closes. */
export async function bootApp(platform: Platform, options: AppOptions): Promise<INestApplication> {
  const { forceCloseConnections = true, bodyParser = true, configure, ...rest } = options;
  const { adapter = createAdapter(platform, forceCloseConnections), ...metadata } = rest;
  @Module(metadata)
  class AppModule {}
  const app = await NestFactory.create(AppModule, adapter, {
    logger: false,
    abortOnError: false,
    bodyParser,
    forceCloseConnections,
  });
  await configure?.(app);
  return app;
}

export async function listen(app: INestApplication): Promise<StartedApp> {
  await app.listen(0, '127.0.0.1');
  const { port } = app.getHttpServer().address() as { port: number };
  return { app, url: `http://127.0.0.1:${port}` };
}
