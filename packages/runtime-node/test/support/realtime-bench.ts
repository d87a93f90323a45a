import { CopilotRuntime, type CopilotRuntimeOptions, type Identity } from '@flightdeck/core';
import {
  attachRealtime,
  createCopilotNodeListener,
  type RealtimeAttachment,
  type RealtimeServerOptions,
} from '@flightdeck/runtime-node';
import { collectRun, createStage, jsonOf, runBodySaying, RuntimeClient } from '@flightdeck/testing';
import type { Server } from 'node:http';

import { Channel } from './channel.js';
import { serve } from './serve.js';

export const BASE_PATH = '/api/copilotkit';

export interface RealtimeBench {
  readonly runtime: CopilotRuntime;
  readonly server: Server;
  readonly port: number;
  readonly attachment: RealtimeAttachment;
  /** Where sockets are, less `/websocket`. */
  readonly socketUrl: string;
  /** A client of a user, who may be written `name@tenant`. */
  as(user: string): RuntimeClient;
}

export type RealtimeBenchOptions = Partial<CopilotRuntimeOptions> & {
  readonly attach?: RealtimeServerOptions;
  /** @default true */
  readonly identifiesUsers?: boolean;
};

/** A runtime behind a Node server that serves sockets, too. */
export async function realtimeBench(options: RealtimeBenchOptions = {}): Promise<RealtimeBench> {
  const { attach, identifiesUsers = true, ...runtimeOptions } = options;
  const runtime = new CopilotRuntime({
    agents: { default: createStage().agent },
    ...(identifiesUsers ? { identifyUser } : {}),
    ...runtimeOptions,
  });
  const listener = createCopilotNodeListener({ runtime, basePath: BASE_PATH });
  const { server, port, url } = await serve(listener);
  const client = new RuntimeClient({ baseUrl: `${url}${BASE_PATH}` });
  return {
    runtime,
    server,
    port,
    attachment: attachRealtime(server, runtime, attach),
    socketUrl: `ws://127.0.0.1:${port}${BASE_PATH}/realtime`,
    as: (user) => client.withHeaders({ 'x-user': user }),
  };
}

function identifyUser(request: Request): Identity | null {
  const [id = '', tenantId = ''] = (request.headers.get('x-user') ?? '').split('@');
  return id === '' ? null : { id, tenantId };
}

export interface Credentials {
  readonly joinToken: string;
  readonly joinCode: string;
}

/** What a client asks for before it opens a socket. */
export async function credentialsOf(client: RuntimeClient): Promise<Credentials> {
  const { joinCode } = await jsonOf(await client.resource('GET', '/threads?agentId=default'));
  const { joinToken } = await jsonOf(await client.resource('POST', '/threads/subscribe', {}));
  return { joinCode: String(joinCode), joinToken: String(joinToken) };
}

export async function joinAs({ as, socketUrl }: RealtimeBench, user: string): Promise<Channel> {
  const { joinToken, joinCode } = await credentialsOf(as(user));
  return Channel.join(socketUrl, joinToken, joinCode);
}

/** A run on a thread, to its end. */
export async function runOn(client: RuntimeClient, threadId: string): Promise<void> {
  await collectRun(await client.run('default', runBodySaying('hello', { threadId })));
}

export async function rename(client: RuntimeClient, threadId: string, name: string): Promise<void> {
  await jsonOf(await client.resource('PATCH', `/threads/${threadId}`, { name }));
}
