import { afterEach } from '@jest/globals';
import fastify, { type FastifyInstance, type FastifyServerOptions } from 'fastify';

import { CopilotRuntime, type CopilotRuntimeOptions } from '@flightdeck/core';
import { ScriptedAgent } from '@flightdeck/testing';

const running: { close(): PromiseLike<unknown> }[] = [];

afterEach(async () => {
  for (const app of running.splice(0)) await app.close();
});

/** An application that does not wait for the spare connections of `fetch`. */
export function createApp(options: FastifyServerOptions = {}): FastifyInstance {
  return fastify({ forceCloseConnections: true, ...options });
}

/** Lets an application listen on any free port until the test is over; resolves with its URL. */
export async function serveApp(app: {
  listen(options: { port: number; host: string }): PromiseLike<string>;
  close(): PromiseLike<unknown>;
}): Promise<string> {
  running.push(app);
  return app.listen({ port: 0, host: '127.0.0.1' });
}

export function runtimeWith(options: Partial<CopilotRuntimeOptions> = {}): CopilotRuntime {
  return new CopilotRuntime({ agents: { default: new ScriptedAgent() }, ...options });
}
