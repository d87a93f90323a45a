import { describe, expect, it } from '@jest/globals';
import { Hono, type MiddlewareHandler } from 'hono';
import { compress } from 'hono/compress';
import { logger } from 'hono/logger';
import { timeout } from 'hono/timeout';

import { createCopilotHonoHandler } from '@flightdeck/runtime-hono';
import { createGate, RawConnection, runBody, ScriptedAgent } from '@flightdeck/testing';

import { JSON_TYPE, runtimeWith } from './support/runtime-client.js';
import { serveApp } from './support/serve-app.js';

/** A run that says something, waits for the gate, and ends. */
function waitingRun() {
  const gate = createGate();
  const agent = new ScriptedAgent(async function* waiting({ input: { threadId, runId } }) {
    yield { type: 'RUN_STARTED', threadId, runId };
    yield { type: 'TEXT_MESSAGE_START', messageId: 'm', role: 'assistant' };
    yield { type: 'TEXT_MESSAGE_CONTENT', messageId: 'm', delta: 'first token' };
    await gate.opened;
    yield { type: 'TEXT_MESSAGE_END', messageId: 'm' };
    yield { type: 'RUN_FINISHED', threadId, runId };
  });
  return { gate, agent, runtime: runtimeWith({ agents: { default: agent } }) };
}

const post = (signal?: AbortSignal, body = runBody()): RequestInit => ({
  method: 'POST',
  body: JSON.stringify(body),
  headers: JSON_TYPE,
  ...(signal === undefined ? {} : { signal }),
});

async function receives(chunks: AsyncIterator<unknown>, text: string): Promise<void> {
  let received = '';
  while (!received.includes(text)) {
    const { done, value } = await chunks.next();
    if (done === true) throw new Error(`Ended without '${text}': ${received}`);
    received += Buffer.from(value as Uint8Array).toString();
  }
}

function chunksOf({ body }: Response): AsyncIterator<unknown> {
  if (body === null) throw new Error('No body');
  return body[Symbol.asyncIterator]();
}

/** Polls, because nothing tells when a server has noticed something. */
async function until(holds: () => boolean | Promise<boolean>, what: string): Promise<void> {
  const deadline = Date.now() + 15_000;
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error(`Waited in vain for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

const MIDDLEWARES: [name: string, middleware: MiddlewareHandler][] = [
  ['no middleware', (_c, next) => next()],
  ['compress()', compress()],
  ['logger()', logger(() => undefined)],
  ['timeout()', timeout(1_000)],
];

describe('streams', () => {
  it.each(MIDDLEWARES)(
    'arrive token by token behind %s [adapters.hono.streams]',
    async (_name, middleware) => {
      const { gate, runtime } = waitingRun();
      const app = new Hono().use(middleware).route('/c', createCopilotHonoHandler({ runtime }));
      const url = await serveApp(app);
      const chunks = chunksOf(await fetch(`${url}/c/agent/default/run`, post()));
      await receives(chunks, 'first token');
      gate.open();
      await receives(chunks, 'RUN_FINISHED');
    },
  );

  it('arrive token by token without a server [adapters.hono.streams]', async () => {
    const { gate, runtime } = waitingRun();
    const app = new Hono().route('/c', createCopilotHonoHandler({ runtime }));
    const chunks = chunksOf(await app.request('/c/agent/default/run', post()));
    await receives(chunks, 'first token');
    gate.open();
    await receives(chunks, 'RUN_FINISHED');
  });

  it('are not compressed, unlike JSON', async () => {
    const { gate, runtime } = waitingRun();
    const app = new Hono()
      .use(compress({ threshold: 0 }))
      .route('/c', createCopilotHonoHandler({ runtime }));
    const url = await serveApp(app);
    const stream = await fetch(`${url}/c/agent/default/run`, post());
    expect(stream.headers.get('content-encoding')).toBeNull();
    gate.open();
    await stream.text();
    const info = await fetch(`${url}/c/info`);
    expect(info.headers.get('content-encoding')).toMatch(/gzip|deflate/);
    expect(await info.json()).toMatchObject({ agents: { default: {} } });
  });

  it('end when the runtime shuts down', async () => {
    const { agent, runtime } = waitingRun();
    const url = await serveApp(createCopilotHonoHandler({ runtime, basePath: '/c' }));
    const response = await fetch(`${url}/c/agent/default/run`, post());
    expect(agent.log.runs).toHaveLength(1);
    await runtime.shutdown({ graceMs: 0 });
    expect(await response.text()).toContain('SERVER_SHUTDOWN');
  });
});

describe('a client that leaves', () => {
  it.each(['with compress() in front', 'alone'])(
    'aborts the suggestions it waits for, %s [adapters.hono.disconnect]',
    async (title) => {
      const { agent, runtime } = waitingRun();
      const app = new Hono();
      if (title !== 'alone') app.use(compress());
      const url = await serveApp(app.route('/c', createCopilotHonoHandler({ runtime })));
      const leave = new AbortController();
      const response = await fetch(`${url}/c/agent/default/suggest`, post(leave.signal));
      await receives(chunksOf(response), 'first token').finally(() => leave.abort());
      await until(() => agent.log.aborts === 1, 'the abort of the agent');
    },
  );

  it('does not end the run of a thread [adapters.hono.disconnect]', async () => {
    const { agent, gate, runtime } = waitingRun();
    const url = await serveApp(createCopilotHonoHandler({ runtime, basePath: '/c' }));
    const leave = new AbortController();
    const body = runBody();
    const response = await fetch(`${url}/c/agent/default/run`, post(leave.signal, body));
    await receives(chunksOf(response), 'first token').finally(() => leave.abort());
    gate.open();
    const { threadId } = body;
    const joined = await fetch(
      `${url}/c/agent/default/connect`,
      post(undefined, runBody({ threadId })),
    );
    expect(await joined.text()).toContain('RUN_FINISHED');
    expect(agent.log.aborts).toBe(0);
  });

  it('is seen by hooks, before and after a middleware has read the body', async () => {
    const signals: AbortSignal[] = [];
    const { runtime } = waitingRun();
    const hooks = {
      onRequest: ({ request }: { request: Request }) => void signals.push(request.signal),
    };
    const app = new Hono()
      .use('/read/*', async (c, next) => {
        await c.req.json();
        await next();
      })
      .route('/read', createCopilotHonoHandler({ runtime, hooks }))
      .route('/c', createCopilotHonoHandler({ runtime, hooks }));
    const url = await serveApp(app);
    for (const path of ['read', 'c']) {
      const leave = new AbortController();
      const response = await fetch(`${url}/${path}/agent/default/run`, post(leave.signal));
      await receives(chunksOf(response), 'first token').finally(() => leave.abort());
    }
    await until(
      () => signals.length === 2 && signals.every(({ aborted }) => aborted),
      'the signals',
    );
  });
});

describe('a client that does not read on', () => {
  it('holds the source of its response back [adapters.hono.streams]', async () => {
    const CHUNK = new Uint8Array(64 * 1024).fill(120);
    let pulls = 0;
    const endless = () =>
      new ReadableStream<Uint8Array>({
        pull(controller) {
          pulls += 1;
          controller.enqueue(CHUNK);
        },
      });
    const hooks = {
      onRequest: ({ path }: { path: string }) => {
        if (path === '/c/threads') throw new Response(endless());
      },
    };
    const runtime = runtimeWith();
    const url = await serveApp(createCopilotHonoHandler({ runtime, hooks, basePath: '/c' }));
    const connection = await RawConnection.open(url);
    connection.pause();
    connection.send('GET /c/threads HTTP/1.1\r\nhost: a\r\n\r\n');
    await until(() => pulls > 0, 'the first pull');
    let settled = 0;
    let last = -1;
    await until(async () => {
      await (await fetch(`${url}/c/info`)).text();
      settled = pulls === last ? settled + 1 : 0;
      last = pulls;
      return settled === 20;
    }, 'the source to rest');
    connection.destroy();
    expect(pulls * CHUNK.length).toBeLessThan(64 * 1024 * 1024);
  });
});
