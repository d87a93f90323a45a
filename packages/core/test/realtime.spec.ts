import { describe, expect, it } from '@jest/globals';
import { memoryThreads, UNSCOPED } from '@flightdeck/store';
import {
  collectRun,
  createStage,
  FakeClock,
  jsonOf,
  runBodySaying,
  RuntimeClient,
  until,
} from '@flightdeck/testing';
import {
  CopilotRuntime,
  createCopilotRuntimeHandler,
  type CopilotRuntimeOptions,
  type SocketPort,
} from '@flightdeck/core';
import { connectThread } from '../src/runs/connect-thread.js';
import { SILENT_LOGGER } from '../src/runtime/logger.js';
import { pullUntil, readTypes, startEngine } from './support/start-engine.js';

type Frame = readonly [string | null, string | null, string, string, Record<string, unknown>];

/** A socket without a network. */
class MemoryPort implements SocketPort {
  readonly bufferedBytes = 0;
  readonly frames: Frame[] = [];
  closedWith: number | null = null;

  send(text: string): void {
    this.frames.push(JSON.parse(text) as Frame);
  }

  close(code: number): void {
    this.closedWith = code;
  }

  /** The threads that were told of. */
  get threads(): unknown[] {
    return this.frames
      .filter(([, , , event]) => event === 'thread_metadata')
      .map(([, , , , { threadId }]) => threadId);
  }
}

function serve(options: Partial<CopilotRuntimeOptions> = {}) {
  const clock = new FakeClock();
  const runtime = new CopilotRuntime({
    agents: { default: createStage().agent },
    identifyUser: (request) => {
      const [id = '', tenantId = ''] = (request.headers.get('x-user') ?? '').split('@');
      return { id, tenantId };
    },
    clock,
    ...options,
  });
  const handler = createCopilotRuntimeHandler({ runtime, basePath: '/ck' });
  const client = new RuntimeClient({
    baseUrl: 'http://localhost/ck',
    fetch: (url, init) => handler(new Request(url, init)),
  });
  const hub = runtime.realtime;
  if (hub === null) throw new Error('There is no hub');
  hub.attach();
  const as = (user: string): RuntimeClient => client.withHeaders({ 'x-user': user });
  const admit = (token: string) => hub.admit({ token, origin: null, host: 'localhost' });
  return {
    runtime,
    hub,
    clock,
    as,
    admit,
    tokenOf: async (user: string): Promise<string> =>
      String((await jsonOf(await as(user).resource('POST', '/threads/subscribe', {}))).joinToken),
    topicOf: async (user: string): Promise<string> => {
      const { joinCode } = await jsonOf(await as(user).resource('GET', '/threads'));
      return `user_meta:${String(joinCode)}`;
    },
    /** Opens a socket with a token and asks to join a topic; answers the port with the reply. */
    async join(token: string, topic: string): Promise<{ port: MemoryPort; reply: unknown }> {
      const admission = await admit(token);
      if (!admission.admitted) throw new Error(`Refused with ${admission.status}`);
      const port = new MemoryPort();
      admission.open(port).receive(JSON.stringify(['1', '1', topic, 'phx_join', {}]));
      return { port, reply: port.frames[0]?.[4] };
    },
    run: async (user: string, threadId: string): Promise<void> => {
      await collectRun(await as(user).run('default', runBodySaying('hello', { threadId })));
    },
  };
}

const OWNER = 'ada@one';
const OTHERS = ['bob@one', 'ada@two', 'ada@'];

describe('who may hear of threads [threads.realtime]', () => {
  it.each(OTHERS)('is not %s', async (other) => {
    const server = serve();
    const own = await server.join(await server.tokenOf(OWNER), await server.topicOf(OWNER));
    const others = await server.join(await server.tokenOf(other), await server.topicOf(other));
    expect([own.reply, others.reply]).toEqual([
      { status: 'ok', response: {} },
      { status: 'ok', response: {} },
    ]);
    await server.run(OWNER, 'secret');
    await server.run(other, 'public');
    await until(() => own.port.threads.length > 0 && others.port.threads.length > 0);
    expect(own.port.threads).toEqual(['secret']);
    expect(others.port.threads).toEqual(['public']);
    expect(JSON.stringify(others.port.frames)).not.toContain('secret');
  });

  it.each(OTHERS)('is not %s with the topic of the owner', async (other) => {
    const server = serve();
    const { port, reply } = await server.join(
      await server.tokenOf(other),
      await server.topicOf(OWNER),
    );
    expect(reply).toEqual({ status: 'error', response: { reason: 'token_thread_mismatch' } });
    await server.run(OWNER, 'secret');
    await server.run(other, 'public');
    expect(port.frames).toHaveLength(1);
  });

  it('is nobody with a token of a runtime with another secret, or with one that is over', async () => {
    const server = serve({ realtime: { tokenTtlMs: 1_000 } });
    const foreign = await serve().tokenOf(OWNER);
    expect(await server.admit(foreign)).toEqual({ admitted: false, status: 401 });
    const token = await server.tokenOf(OWNER);
    expect(await server.admit(token)).toMatchObject({ admitted: true });
    server.clock.advance(1_000);
    expect(await server.admit(token)).toEqual({ admitted: false, status: 401 });
  });

  it('is nobody with more sockets than a user may have, admitted at once or one by one', async () => {
    const server = serve({ realtime: { maxSocketsPerUser: 1 } });
    const token = await server.tokenOf(OWNER);
    const admissions = await Promise.all([server.admit(token), server.admit(token)]);
    const ports = admissions.map((admission) => {
      const port = new MemoryPort();
      if (admission.admitted) admission.open(port);
      return port;
    });
    expect(ports.map(({ closedWith }) => closedWith)).toEqual([null, 1013]);
    expect(server.hub.size).toBe(1);
    expect(await server.admit(token)).toEqual({ admitted: false, status: 429 });
  });

  it('is nobody once the runtime has shut down', async () => {
    const server = serve();
    const token = await server.tokenOf(OWNER);
    const { port } = await server.join(token, await server.topicOf(OWNER));
    await server.runtime.shutdown({ graceMs: 0 });
    expect(port.closedWith).toBe(1012);
    expect(await server.admit(token)).toEqual({ admitted: false, status: 503 });
    expect(server.hub.size).toBe(0);
    expect(server.clock.pending).toBe(0);
  });
});

describe('the address of the sockets in `/info`', () => {
  it('is that of the option', async () => {
    const { as } = serve({ realtime: { url: '/sockets' } });
    expect((await jsonOf(await as(OWNER).info())).intelligence).toEqual({ wsUrl: '/sockets' });
  });

  it('follows from the request, as a path for pages of the same origin', async () => {
    const { as } = serve();
    const info = await jsonOf(await as(OWNER).info());
    expect(info.intelligence).toEqual({ wsUrl: 'ws://localhost/ck/realtime' });
    const page = as(OWNER).withHeaders({ 'sec-fetch-site': 'same-origin' });
    expect((await jsonOf(await page.info())).intelligence).toEqual({ wsUrl: '/ck/realtime' });
  });
});

describe('what a new socket tells of', () => {
  it('is what a list may lack that was asked for before the token [threads.realtime]', async () => {
    const clock = new FakeClock();
    const server = serve({ clock, threads: memoryThreads({ clock: () => clock.now() }) });
    await server.run(OWNER, 'long ago');
    clock.advance(20_000);
    await server.run(OWNER, 'meanwhile');
    const { port } = await server.join(await server.tokenOf(OWNER), await server.topicOf(OWNER));
    await until(() => port.threads.length > 0);
    await server.run(OWNER, 'later');
    await until(() => port.threads.includes('later'));
    expect(port.threads).toEqual(['meanwhile', 'later']);
  });
});

describe('a run that clients were told of', () => {
  it('can be followed before it has said anything [threads.realtime]', async () => {
    const { engine, store } = startEngine();
    const request = { threadId: 't', runId: 'r', agentId: 'default' };
    const acquired = await store.coordinator.acquire(UNSCOPED, request);
    if (acquired.kind !== 'acquired') throw new Error(acquired.kind);
    const { changes } = await store.threads.changesSince(UNSCOPED, 0, 10);
    expect(changes.map(({ run }) => run?.runId)).toEqual(['r']);
    const connection = await connectThread(
      engine,
      { scope: UNSCOPED, threadId: 't', hasMessages: false, canResume: false },
      SILENT_LOGGER,
    );
    if (connection === null) throw new Error('The thread does not exist');
    const { threadPk, runPk, fence, firstSeq } = acquired.lease;
    const item = { threadPk, runPk, fence, messageIds: [] };
    const started = JSON.stringify({ type: 'RUN_STARTED', threadId: 't', runId: 'r' });
    await store.log.append([{ ...item, firstSeq, events: [started] }]);
    await pullUntil(connection.source, 'RUN_STARTED');
    const finished = JSON.stringify({ type: 'RUN_FINISHED', threadId: 't', runId: 'r' });
    await store.log.append([
      { ...item, firstSeq: firstSeq + 1, events: [finished], close: { status: 'succeeded' } },
    ]);
    expect(await readTypes(connection.source)).toEqual(['RUN_FINISHED']);
  });
});
